#include "training/Turn.h"

#include "tests/training/SyntheticMusic.h"
#include "tests/training/ThreadExchange.h"

#include <QTest>

#include <array>
#include <functional>

using namespace segue;
using namespace segue::training;

namespace {

using Change = std::function<void(TrainingPlan&, Dataset&)>;

} // namespace

Q_DECLARE_METATYPE(Change)

class TestTurn : public QObject {
    Q_OBJECT

private:
    Dataset m_data = test::drawDataset(1, 4);

    static TrainingPlan makePlan() {
        TrainingPlan plan;
        plan.architecture = test::tinyArchitecture();
        plan.parameters = test::tinyParameters();
        return plan;
    }

    /// What each of three processes gets, whose plan or data `change` may change.
    template <class Change>
    std::array<Status, 3> compare(Change change) const {
        std::array<Status, 3> statuses;
        test::ThreadMeeting(3).run([&](Exchange& exchange) {
            TrainingPlan plan = makePlan();
            Dataset data = m_data;
            change(exchange.rank(), plan, data);
            statuses[static_cast<std::size_t>(exchange.rank())] = compareBeginnings(exchange, plan, data);
        });
        return statuses;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void allTakeTheTurnOfRankZero() {
        const Turn decided{Turn::Act::Checkpoint, 123'456'789'012, 0.1 + 0.2, 1.0 / 3.0};
        std::array<Turn, 3> turns;
        test::ThreadMeeting(3).run([&](Exchange& exchange) {
            const Turn other{Turn::Act::Learn, 5, 7.0, 8.0};
            turns[static_cast<std::size_t>(exchange.rank())] =
                sharedTurn(exchange, exchange.rank() == 0 ? decided : other, false).value();
        });
        for (const Turn& turn : turns)
            QVERIFY(turn == decided);
    }

    void whoIsToldToStopStopsAll_data() {
        QTest::addColumn<int>("rank");
        QTest::addColumn<int>("decided");
        QTest::addColumn<int>("taken");
        const auto row = [](const char* name, int rank, Turn::Act decided, Turn::Act taken) {
            QTest::newRow(name) << rank << static_cast<int>(decided) << static_cast<int>(taken);
        };
        row("the last while learning", 2, Turn::Act::Learn, Turn::Act::Stop);
        row("the first while learning", 0, Turn::Act::Learn, Turn::Act::Stop);
        row("one while waiting", 1, Turn::Act::Wait, Turn::Act::Stop);
        row("one when all is done", 1, Turn::Act::Finish, Turn::Act::Finish);
        row("one before it is measured", 1, Turn::Act::Evaluate, Turn::Act::Evaluate);
    }
    void whoIsToldToStopStopsAll() {
        QFETCH(int, rank);
        QFETCH(int, decided);
        QFETCH(int, taken);
        std::array<int, 3> acts{};
        test::ThreadMeeting(3).run([&](Exchange& exchange) {
            const Turn own{static_cast<Turn::Act>(decided), 1, 0.0, 0.0};
            const auto turn = sharedTurn(exchange, own, exchange.rank() == rank);
            acts[static_cast<std::size_t>(exchange.rank())] = static_cast<int>(turn->act);
        });
        QCOMPARE(acts, (std::array{taken, taken, taken}));
    }

    void goneProcessIsToldOf() {
        bool isTold = false;
        test::ThreadMeeting(2).run([&](Exchange& exchange) {
            if (exchange.rank() == 0)
                isTold = !sharedTurn(exchange, {}, false) && !waitForAll(exchange);
        });
        QVERIFY(isTold);
    }

    void sameBeginningsAreAccepted() {
        for (const Status& status : compare([](int, TrainingPlan&plan, Dataset&) { plan.runFolder = "/elsewhere"; }))
            QVERIFY2(status, status ? "" : status.error().text().c_str());
    }

    void otherBeginningIsNamedEverywhere_data() {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("what");
        const auto row = [](const char* name, Change change) {
            QTest::newRow(name) << std::move(change) << QString::fromLatin1(name);
        };
        row("another architecture", [](TrainingPlan& plan, Dataset&) { plan.architecture.latentSize += 1; });
        row("other hyper-parameters", [](TrainingPlan& plan, Dataset&) { plan.parameters.learningRate *= 2.0; });
        row("more or fewer songs", [](TrainingPlan&, Dataset& data) { data = test::drawDataset(1, 5); });
    }
    void otherBeginningIsNamedEverywhere() {
        QFETCH(Change, change);
        QFETCH(QString, what);
        for (const Status& status : compare([&](int rank, TrainingPlan&plan, Dataset&data) {
                 if (rank == 2)
                     change(plan, data);
             })) {
            QVERIFY(!status);
            QVERIFY(status.error().code() == ErrorCode::InvalidArgument);
            const QString message = QString::fromStdString(status.error().message());
            QVERIFY2(message.startsWith(QStringLiteral("Rank 2 has ") + what), qPrintable(message));
        }
    }

    void everyProcessNeedsARow() {
        for (const Status& status : compare([](int, TrainingPlan&plan, Dataset&) { plan.parameters.batchSize = 2; })) {
            QVERIFY(!status);
            QVERIFY(QString::fromStdString(status.error().message()).contains(QStringLiteral("batch_size")));
        }
    }
};

QTEST_APPLESS_MAIN(TestTurn)
#include "tst_Turn.moc"
