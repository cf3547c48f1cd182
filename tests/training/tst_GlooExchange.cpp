#include "tests/training/FreePort.h"
#include "training/GlooExchange.h"

#include <QTest>

#include <array>
#include <functional>
#include <thread>
#include <vector>

using namespace segue;
using training::Exchange;
using training::Launch;
using training::meetByGloo;

namespace {

using Met = Result<std::unique_ptr<Exchange>>;

Launch placeOf(int rank, int size, std::uint16_t port) {
    Launch launch;
    launch.rank = rank;
    launch.size = size;
    launch.address = "127.0.0.1";
    launch.port = port;
    launch.interface = "lo";
    return launch;
}

/// Each rank in a thread of its own: what a process is to Gloo. Returns when all are done.
void asRanks(int size, const std::function<void(int rank, std::uint16_t port)>& act) {
    const std::uint16_t port = test::freePort();
    std::vector<std::jthread> threads;
    for (int rank = 0; rank < size; ++rank)
        threads.emplace_back([&act, rank, port] { act(rank, port); });
}

} // namespace

class TestGlooExchange : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (!training::hasGloo())
            QSKIP("this build's LibTorch came without Gloo's headers");
    }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everybodyGetsTheSameSums() {
        constexpr int kRanks = 3;
        constexpr std::size_t kValues = 10'007;
        std::array<std::vector<float>, kRanks> floats;
        std::array<std::array<double, 2>, kRanks> doubles{};
        std::array<bool, kRanks> worked{};
        asRanks(kRanks, [&](int rank, std::uint16_t port) {
            const auto at = static_cast<std::size_t>(rank);
            auto exchange = meetByGloo(placeOf(rank, kRanks, port));
            if (!exchange)
                return;
            for (std::size_t i = 0; i < kValues; ++i)
                floats[at].push_back(0.1F * static_cast<float>(i) + 1e-3F * static_cast<float>(rank));
            doubles[at] = {1.0, 1e-12 * rank};
            worked[at] = (*exchange)->rank() == rank && (*exchange)->size() == kRanks &&
                         (*exchange)->sum(std::span(floats[at])) && (*exchange)->sum(std::span(doubles[at])) &&
                         (*exchange)->sum(std::span<float>());
        });
        for (std::size_t rank = 0; rank < kRanks; ++rank) {
            QVERIFY(worked[rank]);
            QVERIFY(floats[rank] == floats[0]); // to the bit, or the models would drift apart
            QVERIFY(doubles[rank] == doubles[0]);
        }
        for (std::size_t i = 0; i < kValues; ++i) // three roundings of a sum of three
            QVERIFY(std::abs(floats[0][i] - (0.3F * static_cast<float>(i) + 3e-3F)) <= 4e-7F * floats[0][i]);
        QCOMPARE(doubles[0][0], 3.0);
        QVERIFY(std::abs(doubles[0][1] - 3e-12) < 1e-20);
    }

    void everybodyGetsWhatRankZeroHas() {
        std::array<std::array<float, 3>, 2> values{{{1.0F, 2.0F, 3.0F}, {7.0F, 8.0F, 9.0F}}};
        std::array<bool, 2> worked{};
        asRanks(2, [&](int rank, std::uint16_t port) {
            const auto at = static_cast<std::size_t>(rank);
            auto exchange = meetByGloo(placeOf(rank, 2, port));
            worked[at] = exchange && (*exchange)->broadcast(values[at]);
        });
        QVERIFY(worked[0] && worked[1]);
        QVERIFY(values[1] == values[0]);
        QCOMPARE(values[0][2], 3.0F);
    }

    void whoIsGoneIsNamed_data() {
        QTest::addColumn<int>("gone");
        QTest::newRow("the first") << 0;
        QTest::newRow("another") << 1;
    }
    void whoIsGoneIsNamed() {
        QFETCH(int, gone);
        std::array<std::string, 3> said;
        std::array<bool, 3> saidItAgain{};
        asRanks(3, [&](int rank, std::uint16_t port) {
            auto exchange = meetByGloo(placeOf(rank, 3, port));
            if (!exchange || rank == gone)
                return; // closes its connections, as a machine does for a process that is killed
            const auto at = static_cast<std::size_t>(rank);
            std::array<float, 4> values{};
            const auto status = (*exchange)->sum(std::span(values));
            if (status)
                return;
            said[at] = status.error().message();
            const auto again = (*exchange)->sum(std::span(values));
            saidItAgain[at] = !again && again.error().message() == said[at];
        });
        const std::string expected = "Rank " + std::to_string(gone) + " of 3 is gone";
        for (int rank = 0; rank < 3; ++rank)
            if (rank != gone) {
                QCOMPARE(said[static_cast<std::size_t>(rank)], expected);
                QVERIFY(saidItAgain[static_cast<std::size_t>(rank)]);
            }
    }

    void whoDoesNotComeIsNamed() {
        const std::uint16_t port = test::freePort();
        const auto met = meetByGloo(placeOf(0, 2, port), std::chrono::seconds(1));
        QVERIFY(!met);
        QVERIFY(met.error().code() == ErrorCode::DeviceUnavailable);
        const QString message = QString::fromStdString(met.error().message());
        QVERIFY2(message.contains(QStringLiteral("Rank 1 of 2 did not come to 127.0.0.1:%1").arg(port)),
                 qPrintable(message));
    }

    void portThatIsTakenIsNamed() {
        std::array<QString, 2> said;
        asRanks(2, [&](int at, std::uint16_t port) { // both are told that they lead
            const auto met = meetByGloo(placeOf(0, 2, port), std::chrono::seconds(1));
            if (!met)
                said[static_cast<std::size_t>(at)] = QString::fromStdString(met.error().message());
        });
        const QString all = said[0] + said[1];
        QVERIFY2(all.contains(QStringLiteral("cannot listen at 127.0.0.1:")), qPrintable(all));
    }
};

QTEST_GUILESS_MAIN(TestGlooExchange)
#include "tst_GlooExchange.moc"
