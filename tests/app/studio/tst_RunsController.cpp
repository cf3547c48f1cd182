#include "app/studio/RunsController.h"

#include "tests/app/support/TestRun.h"
#include "tests/app/support/TestStudio.h"
#include "widgets/RunChart.h"
#include "widgets/RunCharts.h"
#include "widgets/RunList.h"

#include <QTest>
#include <QTreeWidget>

using namespace segue;
using test::TestStudio;

class TestRunsController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void newRunsAreNoticedByThemselves() {
        TestStudio segue;
        QVERIFY(segue.start());
        QVERIFY(segue.eventually([&] { return rows(segue) == 0; }));
        const test::TestRun run(folder(segue) / "by hand", segue.assets());
        QVERIFY(segue.eventually([&] { return rows(segue) == 1; }));
        QCOMPARE(tree(segue)->topLevelItem(0)->text(0), QStringLiteral("by hand"));
        QCOMPARE(tree(segue)->topLevelItem(0)->text(2), QStringLiteral("0.875"));
    }

    void tickedRunsLieOverTheCharts() {
        TestStudio segue;
        QVERIFY(segue.start());
        const test::TestRun watched(folder(segue) / "watched", segue.assets());
        const test::TestRun other(folder(segue) / "other", segue.assets());
        segue.studio().training().watch(watched.folder());
        segue.studio().training().runs().look();
        QVERIFY(segue.eventually([&] { return rows(segue) == 2; }));
        for (int i = 0; i < 2; ++i)
            tree(segue)->topLevelItem(i)->setCheckState(0, Qt::Checked);
        auto* chart = segue.window().training().charts().findChildren<widgets::RunChart*>().front();
        chart->setReading(100);
        QVERIFY(chart->readingText().contains(QStringLiteral("other 31.5")));
        QVERIFY(!chart->readingText().contains(QStringLiteral("watched")));
    }

    void aRunIsWatchedFromTheList() {
        TestStudio segue;
        QVERIFY(segue.start());
        const test::TestRun run(folder(segue) / "run", segue.assets());
        Q_EMIT segue.window().training().runs().watchRequested(QString::fromStdString(run.folder().string()));
        QCOMPARE(segue.studio().document().session().watchedRun, run.folder().string());
    }

    void aNameThatIsTakenIsRefused() {
        TestStudio segue;
        QVERIFY(segue.start());
        const test::TestRun run(folder(segue) / "run", segue.assets());
        const test::TestRun other(folder(segue) / "other", segue.assets());
        QSignalSpy failed(&segue.studio().training().runs(), &studio::RunsController::failed);
        Q_EMIT segue.window().training().runs().renameRequested(QString::fromStdString(run.folder().string()),
                                                                QStringLiteral("other"));
        QCOMPARE(failed.size(), 1);
        QVERIFY(std::filesystem::exists(run.folder()));
    }

private:
    static std::filesystem::path folder(TestStudio& segue) {
        return std::filesystem::path(segue.user()->path().toStdString()) / "runs";
    }
    static QTreeWidget* tree(TestStudio& segue) { return segue.window().training().findChild<QTreeWidget*>(); }
    static int rows(TestStudio& segue) { return tree(segue)->topLevelItemCount(); }
};

QTEST_MAIN(TestRunsController)
#include "tst_RunsController.moc"
