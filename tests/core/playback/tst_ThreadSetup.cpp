#include "core/playback/ThreadSetup.h"

#include "core/playback/WakeUp.h"

#include <QTest>

#include <array>
#include <pthread.h>
#include <sched.h>
#include <thread>

using namespace segue::playback;

class TestThreadSetup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void nameIsTheSystems() {
        std::array<char, 16> name{};
        std::jthread([&name] {
            nameThisThread("segue-test");
            ::pthread_getname_np(::pthread_self(), name.data(), name.size());
        }).join();
        QCOMPARE(std::string(name.data()), std::string("segue-test"));
    }

    void answerToRaisingIsWhatTheSystemDid() {
        bool raised = false;
        int policy = -1;
        std::jthread([&] {
            raised = raisePriorityOfThisThread();
            policy = ::sched_getscheduler(0);
        }).join();
        QCOMPARE(policy, raised ? SCHED_FIFO : SCHED_OTHER);
    }

    void alarmRungBeforeIsNotSleptThrough() {
        WakeUp alarm;
        alarm.ring();
        alarm.wait(); // else never
        const auto start = Clock::now();
        alarm.ring();
        alarm.waitUntil(start + std::chrono::hours(1));
        QVERIFY(Clock::now() - start < std::chrono::minutes(10));
    }

    void sleepsUntilTheTimeAndNotLess() {
        WakeUp alarm;
        for (const auto length :
             {std::chrono::milliseconds(-5), std::chrono::milliseconds(0), std::chrono::milliseconds(7)}) {
            const auto until = Clock::now() + length;
            alarm.waitUntil(until);
            QVERIFY(Clock::now() >= until);
        }
    }

    void anotherThreadEndsTheWait() {
        WakeUp alarm;
        const std::jthread waker([&alarm] { alarm.ring(); });
        alarm.wait();
    }
};

QTEST_APPLESS_MAIN(TestThreadSetup)
#include "tst_ThreadSetup.moc"
