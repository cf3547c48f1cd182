#include "widgets/FileDrop.h"

#include "tests/widgets/WidgetTest.h"

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestFileDrop : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void onlyLocalFilesCount() {
        QMimeData data;
        data.setUrls(
            {QUrl::fromLocalFile(QStringLiteral("/tmp/a b.mid")), QUrl(QStringLiteral("https://example.org/c.mid"))});
        QCOMPARE(droppedPaths(data), QStringList{QStringLiteral("/tmp/a b.mid")});
        QMimeData text;
        text.setText(QStringLiteral("hello"));
        QVERIFY(droppedPaths(text).isEmpty());
    }
};

QTEST_MAIN(TestFileDrop)
#include "tst_FileDrop.moc"
