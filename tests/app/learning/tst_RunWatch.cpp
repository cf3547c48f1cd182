#include "app/learning/RunWatch.h"

#include "app/learning/RunProcess.h"
#include "tests/app/support/TestTrainer.h"

#include <QSignalSpy>

using namespace segue;
using namespace segue::learning;
using test::TestTrainer;

class TestRunWatch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_user = std::make_unique<QTemporaryDir>();
        QFile model(m_user->filePath(QStringLiteral("model")));
        QVERIFY(model.open(QIODevice::WriteOnly));
        m_end.reset();
        m_watch = std::make_unique<RunWatch>();
        connect(m_watch.get(), &RunWatch::ended, this, [this](const RunEnd& end) { m_end = end; });
    }

    void aRunIsFollowedToItsEnd() {
        TestTrainer trainer(folder() / "model", folder());
        QSignalSpy introduced(m_watch.get(), &RunWatch::introduced);
        QVERIFY(startRun(run(), arguments()));
        m_watch->follow(run(), RunWatch::Start::JustNow);
        QVERIFY(QTest::qWaitFor([&] { return m_watch->history().training.size() > 2; }));
        QCOMPARE(introduced.size(), 1);
        QCOMPARE(m_watch->info()->configuration, std::string("groovae_2bar"));
        QVERIFY(m_watch->isAtWork());
        QVERIFY(requestStop(run()));
        QVERIFY(QTest::qWaitFor([&] { return m_end.has_value(); }));
        QVERIFY(m_end->kind == RunEnd::Kind::Stopped);
        QVERIFY(m_end->wasSeenAtWork);
    }

    void aTrainerThatIsKilledIsLost() {
        TestTrainer trainer(folder() / "model", folder());
        QVERIFY(startRun(run(), arguments()));
        m_watch->follow(run(), RunWatch::Start::JustNow);
        QVERIFY(QTest::qWaitFor([&] { return !m_watch->history().training.empty(); }));
        QVERIFY(kill(run()));
        QVERIFY(QTest::qWaitFor([&] { return m_end.has_value(); }));
        QVERIFY(m_end->kind == RunEnd::Kind::Lost);
    }

    void whatATrainerPrintedIsTheReasonOfItsLoss() {
        TestTrainer trainer(folder() / "model", folder(), TestTrainer::Character::FailsAtOnce);
        QVERIFY(startRun(run(), arguments()));
        m_watch->follow(run(), RunWatch::Start::JustNow);
        QVERIFY(QTest::qWaitFor([&] { return m_end.has_value(); }));
        QVERIFY(m_end->kind == RunEnd::Kind::Lost);
        QVERIFY(m_end->reason.contains(QStringLiteral("no music here")));
    }

    void anOldRunIsToldOnceAsOver() {
        std::filesystem::create_directories(run());
        QFile metrics(QString::fromStdString((run() / runs::kMetricsName).string()));
        QVERIFY(metrics.open(QIODevice::WriteOnly));
        metrics.write("{\"type\":\"state\",\"state\":\"finished\",\"message\":\"\"}\n");
        metrics.close();
        QSignalSpy ended(m_watch.get(), &RunWatch::ended);
        m_watch->follow(run(), RunWatch::Start::Earlier);
        m_watch->poll();
        QCOMPARE(ended.size(), 1);
        QVERIFY(m_end->kind == RunEnd::Kind::Finished);
        QVERIFY(!m_end->wasSeenAtWork);
    }

    void whoLeavesHearsNoMore() {
        QSignalSpy polled(m_watch.get(), &RunWatch::polled);
        m_watch->follow(run(), RunWatch::Start::Earlier);
        QCOMPARE(polled.size(), 1);
        m_watch->leave();
        m_watch->poll();
        QCOMPARE(polled.size(), 1);
        QVERIFY(!m_watch->folder());
    }

private:
    [[nodiscard]] std::filesystem::path folder() const { return m_user->path().toStdString(); }
    [[nodiscard]] std::filesystem::path run() const { return folder() / "run"; }
    [[nodiscard]] QStringList arguments() const {
        return {QStringLiteral("train"), QStringLiteral("--run-dir"), QString::fromStdString(run().string())};
    }

    std::unique_ptr<QTemporaryDir> m_user;
    std::unique_ptr<RunWatch> m_watch;
    std::optional<RunEnd> m_end;
};

QTEST_GUILESS_MAIN(TestRunWatch)
#include "tst_RunWatch.moc"
