#include "core/decoder/Team.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <atomic>
#include <optional>
#include <thread>

using namespace segue::decoder;

namespace {

/// How often each of `count` blocks was done.
std::vector<int> timesDone(Team& team, std::size_t count) {
    std::vector<int> times(count); // without atomics: the thread sanitizer sees who writes what
    team.share(count, [&](std::size_t first, std::size_t last) {
        for (std::size_t block = first; block < last; ++block)
            ++times[block];
    });
    return times;
}

} // namespace

class TestTeam : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyBlockIsDoneOnce_data() {
        QTest::addColumn<int>("threads");
        QTest::addColumn<bool>("isAwake");
        for (int threads = 1; threads <= 4; ++threads)
            for (const bool isAwake : {false, true})
                QTest::addRow("%d threads %s", threads, isAwake ? "awake" : "asleep") << threads << isAwake;
    }
    void everyBlockIsDoneOnce() {
        QFETCH(int, threads);
        QFETCH(bool, isAwake);
        Team team(threads);
        QCOMPARE(team.threads(), threads);
        std::optional<Team::Shift> shift;
        if (isAwake)
            shift.emplace(team);
        for (int time = 0; time < 50; ++time)
            for (std::size_t count = 0; count <= 20; ++count) {
                const auto times = timesDone(team, count);
                QVERIFY(std::ranges::all_of(times, [](int done) { return done == 1; }));
            }
    }

    void shiftsFollowEachOther() {
        Team team(3);
        for (int time = 0; time < 200; ++time) {
            const Team::Shift shift(team);
            const auto times = timesDone(team, 7);
            QVERIFY(std::ranges::all_of(times, [](int done) { return done == 1; }));
        }
    }

    // What a helper does not come to is done by others: it holds its first part until all else is done.
    void nobodyWaitsForMoreThanAHelperHasBegun() {
        constexpr std::size_t kBlocks = 16;
        Team team(2);
        const Team::Shift shift(team);
        const auto caller = std::this_thread::get_id();
        for (bool hasHelped = false; !hasHelped;) {
            std::atomic<std::size_t> done{0};
            std::atomic<bool> helps{false};
            team.share(kBlocks, [&](std::size_t first, std::size_t last) {
                if (std::this_thread::get_id() != caller) {
                    helps = true;
                    while (done < kBlocks - (last - first))
                        std::this_thread::yield();
                }
                done += last - first;
            });
            QCOMPARE(done.load(), kBlocks);
            hasHelped = helps;
        }
    }

    void helpersThatWereNeverCalledEndWithTheTeam() {
        for (int threads = 1; threads <= 4; ++threads)
            const Team team(threads);
    }
};

QTEST_APPLESS_MAIN(TestTeam)
#include "tst_Team.moc"
