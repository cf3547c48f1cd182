#include "training/Follower.h"

#include "tests/training/SyntheticMusic.h"
#include "tests/training/ThreadExchange.h"
#include "training/LearnerTorch.h"
#include "training/Turn.h"

#include <QTest>

using namespace segue;
using namespace segue::training;

/// The leader is played by the test, turn by turn.
class TestFollower : public QObject {
    Q_OBJECT

private:
    Dataset m_data = test::drawDataset(1, 12);

    static TrainingPlan makePlan(Exchange& exchange) {
        TrainingPlan plan;
        plan.architecture = test::tinyArchitecture();
        plan.parameters = test::tinyParameters();
        plan.exchange = &exchange;
        return plan;
    }

    /// Learns the rows of rank 0 in turns 0 and 1, and does other things between.
    [[nodiscard]] bool lead(Exchange& exchange, Turn::Act end) const {
        const TrainingPlan plan = makePlan(exchange);
        Learner learner(model::MusicVae(plan.architecture, {7, 0.02, 0.05}), plan.parameters, &exchange);
        if (!compareBeginnings(exchange, plan, m_data) || !learner.followRankZero())
            return false;
        Batches batches(m_data, plan.parameters);
        for (const Turn& turn :
             {Turn{Turn::Act::Learn, 0, 1e-3, 0.1}, Turn{Turn::Act::Evaluate, 1}, Turn{Turn::Act::Wait, 1},
              Turn{Turn::Act::Checkpoint, 1}, Turn{Turn::Act::Learn, 1, 1e-3, 0.1}, Turn{end, 2}}) {
            if (sharedTurn(exchange, turn, false) != turn)
                return false;
            if (turn.act == Turn::Act::Learn &&
                !learner.learn(batches.at(turn.step, {0, 4}), turn.step, turn.learningRate, turn.beta))
                return false;
        }
        return waitForAll(exchange).has_value();
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void learnsUntilItIsToldThatAllIsDone_data() {
        QTest::addColumn<int>("end");
        QTest::addColumn<int>("state");
        QTest::newRow("finished") << static_cast<int>(Turn::Act::Finish) << static_cast<int>(runs::RunState::Finished);
        QTest::newRow("stopped") << static_cast<int>(Turn::Act::Stop) << static_cast<int>(runs::RunState::Stopped);
    }
    void learnsUntilItIsToldThatAllIsDone() {
        QFETCH(int, end);
        QFETCH(int, state);
        bool led = false;
        Result<TrainingSummary> summary = fail(ErrorCode::Internal, "not yet");
        test::ThreadMeeting(2).run([&](Exchange& exchange) {
            if (exchange.rank() == 0)
                led = lead(exchange, static_cast<Turn::Act>(end));
            else
                summary = follow(makePlan(exchange), m_data, {});
        });
        QVERIFY(led);
        QVERIFY2(summary, summary ? "" : summary.error().text().c_str());
        QCOMPARE(static_cast<int>(summary->state), state);
        QCOMPARE(summary->step, std::int64_t{2});
    }

    void leaderThatIsGoneEndsIt() {
        Result<TrainingSummary> summary;
        test::ThreadMeeting(2).run([&](Exchange& exchange) {
            if (exchange.rank() == 1)
                summary = follow(makePlan(exchange), m_data, {});
        });
        QVERIFY(!summary);
        QVERIFY(summary.error().code() == ErrorCode::DeviceUnavailable);
        QVERIFY(QString::fromStdString(summary.error().message()).contains(QStringLiteral("same command")));
    }
};

QTEST_APPLESS_MAIN(TestFollower)
#include "tst_Follower.moc"
