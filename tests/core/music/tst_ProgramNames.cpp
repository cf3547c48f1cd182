#include "core/music/ProgramNames.h"

#include <QTest>

#include <set>

using namespace segue;
using music::programName;

class TestProgramNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void landmarksAreWhereGeneralMidiHasThem() {
        QVERIFY(programName(0) == "Acoustic grand piano");
        QVERIFY(programName(24) == "Nylon guitar");
        QVERIFY(programName(33) == "Fingered bass");
        QVERIFY(programName(48) == "String ensemble 1");
        QVERIFY(programName(56) == "Trumpet");
        QVERIFY(programName(73) == "Flute");
        QVERIFY(programName(104) == "Sitar");
        QVERIFY(programName(127) == "Gunshot");
    }

    void everyProgramHasANameOfItsOwn() {
        std::set<std::string_view> names;
        for (int program = 0; program < 128; ++program) {
            QVERIFY(!programName(program).empty());
            names.insert(programName(program));
        }
        QCOMPARE(names.size(), std::size_t{128});
    }
};

QTEST_APPLESS_MAIN(TestProgramNames)
#include "tst_ProgramNames.moc"
