#include "app/learning/RunCatalog.h"

#include "app/learning/RunProcess.h"
#include "tests/app/support/TestRun.h"
#include "tests/app/support/TestTrainer.h"

using namespace segue;
using namespace segue::learning;
using runs::RunState;

class TestRunCatalog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_assets = std::make_unique<test::TestAssets>();
    }

    void runsOfAllPlacesAreFoundOnce() {
        const test::TestRun first(places() / "first", *m_assets);
        const test::TestRun second(places() / "second", *m_assets, RunState::Stopped);
        std::filesystem::create_directories(places() / "no run");
        RunCatalog catalog;
        const auto runs = catalog.read({places(), second.folder(), "/no/such/place"});
        QCOMPARE(runs.size(), std::size_t{2});
        for (const KnownRun& run : runs) {
            QCOMPARE(run.score(), std::optional(0.875));
            QCOMPARE(run.info.windows, 120);
            QVERIFY(!run.isAtWork);
            QVERIFY(!run.isLost());
        }
    }

    void newReportsAreReadAgain() {
        test::TestRun run(places() / "run", *m_assets);
        RunCatalog catalog;
        const auto before = catalog.read({places()});
        QCOMPARE(catalog.read({places()}).front().history.get(), before.front().history.get());
        run.evaluate(200);
        QCOMPARE(catalog.read({places()}).front().history->evaluations.size(), std::size_t{2});
    }

    void aRunThatWasKilledIsLost() {
        const test::TestRun run(places() / "run", *m_assets, RunState::Training);
        QVERIFY(RunCatalog().read({places()}).front().isLost());
    }

    void aRunIsRenamedWhereItLies() {
        const test::TestRun run(places() / "run", *m_assets);
        const test::TestRun other(places() / "other", *m_assets);
        QVERIFY(renameRun(run.folder(), "other").error().code() == ErrorCode::InvalidArgument);
        const auto renamed = renameRun(run.folder(), "my/breaks");
        QVERIFY(renamed);
        QCOMPARE(*renamed, places() / "my-breaks");
        QVERIFY(std::filesystem::exists(*renamed / runs::kMetricsName));
        QVERIFY(!std::filesystem::exists(run.folder()));
    }

    void aRunThatLearnsIsNeitherRenamedNorDeleted() {
        test::TestTrainer trainer(m_assets->folder() / "models" / "groove-2bar.safetensors", m_assets->folder());
        const auto run = places() / "busy";
        QVERIFY(startRun(run,
                         {QStringLiteral("train"), QStringLiteral("--run-dir"), QString::fromStdString(run.string())}));
        QTRY_VERIFY(isAtWork(run));
        QVERIFY(renameRun(run, "else").error().code() == ErrorCode::InvalidArgument);
        QVERIFY(discardRun(run).error().code() == ErrorCode::InvalidArgument);
        QVERIFY(std::filesystem::exists(run));
        QVERIFY(kill(run));
        QTRY_VERIFY(!isAtWork(run));
    }

    void aDeletedRunIsInTheTrash() {
        const QByteArray home = qgetenv("HOME");
        const QByteArray data = qgetenv("XDG_DATA_HOME");
        qputenv("HOME", QByteArray::fromStdString(places().string()));
        qputenv("XDG_DATA_HOME", QByteArray::fromStdString((places() / "data").string()));
        std::filesystem::create_directories(places() / "data");
        const test::TestRun run(places() / "run", *m_assets);
        const Status discarded = discardRun(run.folder());
        qputenv("HOME", home);
        data.isNull() ? qunsetenv("XDG_DATA_HOME") : qputenv("XDG_DATA_HOME", data);
        QVERIFY2(discarded, discarded ? "" : discarded.error().text().c_str());
        QVERIFY(!std::filesystem::exists(run.folder()));
    }

private:
    [[nodiscard]] std::filesystem::path places() const { return m_assets->folder() / "runs"; }

    std::unique_ptr<test::TestAssets> m_assets;
};

QTEST_GUILESS_MAIN(TestRunCatalog)
#include "tst_RunCatalog.moc"
