#include "core/base/InOrder.h"

#include <QTest>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>

using namespace segue;

class TestInOrder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everythingIsTakenInOrderOnTheCallersThread_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("jobs");
        for (const int count : {0, 1, 2, 7, 1000})
            for (const int jobs : {0, 1, 2, 5, 40})
                QTest::addRow("%d things, %d jobs", count, jobs) << count << jobs;
    }
    void everythingIsTakenInOrderOnTheCallersThread() {
        QFETCH(int, count);
        QFETCH(int, jobs);
        const auto size = static_cast<std::size_t>(count);
        std::vector<std::size_t> taken;
        const auto caller = std::this_thread::get_id();
        const auto status = InOrder<std::unique_ptr<std::string>>::run(
            size, jobs, [](std::size_t i) { return std::make_unique<std::string>(std::to_string(i)); },
            [&](std::size_t i, const std::unique_ptr<std::string>& made) -> Status {
                if (*made != std::to_string(i) || std::this_thread::get_id() != caller)
                    return fail(ErrorCode::Internal, "not in order");
                taken.push_back(i);
                return {};
            });
        QVERIFY(status);
        QCOMPARE(taken.size(), size);
        QVERIFY(std::ranges::is_sorted(taken));
    }

    void makersDoNotRunFarAhead() {
        std::atomic<int> made = 0;
        int most = 0;
        const auto status = InOrder<int>::run(
            5000, 2, [&made](std::size_t) { return ++made; },
            [&](std::size_t i, int) -> Status {
                most = std::max(most, made - static_cast<int>(i));
                return {};
            });
        QVERIFY(status);
        QVERIFY2(most <= 2 * 16 + 2, std::to_string(most).c_str());
    }

    void anErrorEndsTheWork_data() {
        QTest::addColumn<int>("jobs");
        QTest::newRow("one thread") << 1;
        QTest::newRow("four threads") << 4;
    }
    void anErrorEndsTheWork() {
        QFETCH(int, jobs);
        std::atomic<int> made = 0;
        int taken = 0;
        const auto status = InOrder<int>::run(
            100000, jobs, [&made](std::size_t) { return ++made; },
            [&taken](std::size_t i, int) -> Status {
                ++taken;
                return i == 10 ? Status(fail(ErrorCode::Unreadable, "the disk is full")) : Status();
            });
        QVERIFY(status.error().code() == ErrorCode::Unreadable);
        QCOMPARE(taken, 11);
        QVERIFY(made < 1000);
    }

    void exceptionsOfTheMakerBecomeErrors_data() { anErrorEndsTheWork_data(); }
    void exceptionsOfTheMakerBecomeErrors() {
        QFETCH(int, jobs);
        const auto run = [jobs](const auto& raise) {
            int taken = 0;
            const auto status = InOrder<int>::run(
                20, jobs,
                [&raise](std::size_t i) {
                    if (i == 7)
                        raise();
                    return 0;
                },
                [&taken](std::size_t, int) -> Status {
                    ++taken;
                    return {};
                });
            return std::pair(status.error().code(), taken);
        };
        QVERIFY(run([] { throw std::runtime_error("oh"); }) == std::pair(ErrorCode::Internal, 7));
        QVERIFY(run([] { throw std::bad_alloc(); }) == std::pair(ErrorCode::OutOfMemory, 7));
    }
};

QTEST_APPLESS_MAIN(TestInOrder)
#include "tst_InOrder.moc"
