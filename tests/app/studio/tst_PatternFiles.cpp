#include "app/studio/PatternFiles.h"

#include <QTest>

using namespace segue;
using namespace segue::studio;

class TestPatternFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void namesSuitEveryFileSystem_data() {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("name");
        const auto row = [](const char* title, const char* what, const char* name) {
            QTest::newRow(title) << QString::fromUtf8(what) << QString::fromUtf8(name);
        };
        row("plain", "funk-groove", "funk-groove 102bpm.mid");
        row("path", "../../etc/passwd", "groove 102bpm.mid");
        row("separators", "a/b:c*d", "abcd 102bpm.mid");
        row("hidden", ".hidden", "groove 102bpm.mid");
        row("nothing", "", "groove 102bpm.mid");
        row("accents", "afro-café", "afro-café 102bpm.mid");
    }
    void namesSuitEveryFileSystem() {
        QFETCH(QString, what);
        QTEST(QString::fromStdString(patternFileName(what.toStdString(), Bpm(102.4))), "name");
    }

    void stepsSortInOrder() {
        QCOMPARE(morphFileName(0, 12, Bpm(90)), std::string("morph 01 of 12 90bpm.mid"));
        QVERIFY(morphFileName(8, 12, Bpm(90)) < morphFileName(9, 12, Bpm(90)));
    }
};

QTEST_GUILESS_MAIN(TestPatternFiles)
#include "tst_PatternFiles.moc"
