#include "app/devices/Deadline.h"

#include <QElapsedTimer>
#include <QTest>

#include <atomic>
#include <latch>
#include <memory>
#include <stdexcept>

using namespace segue::devices;
using namespace std::chrono_literals;

class TestDeadline : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void workInTimeGivesItsAnswer() {
        const auto answer = withinDeadline(10s, [] { return std::make_unique<int>(42); });
        QVERIFY(answer);
        QCOMPARE(**answer, 42);
    }

    void workThatHangsIsLeftAndItsLateAnswerDestroyed() {
        auto gate = std::make_shared<std::latch>(1);
        auto destroyed = std::make_shared<std::atomic<bool>>(false);
        QElapsedTimer timer;
        timer.start();
        const auto answer = withinDeadline(20ms, [gate, destroyed] {
            gate->wait();
            return std::shared_ptr<void>(nullptr, [destroyed](void*) { *destroyed = true; });
        });
        QVERIFY(!answer);
        QVERIFY(timer.elapsed() < 5000);
        QVERIFY(!*destroyed);
        gate->count_down();
        QTRY_VERIFY(*destroyed);
    }

    void exceptionsReachTheCaller() {
        QVERIFY_EXCEPTION_THROWN((void)withinDeadline(10s, []() -> int { throw std::runtime_error("no"); }),
                                 std::runtime_error);
    }
};

QTEST_GUILESS_MAIN(TestDeadline)
#include "tst_Deadline.moc"
