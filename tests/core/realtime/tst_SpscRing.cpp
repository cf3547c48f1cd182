#include "core/realtime/SpscRing.h"

#include "core/base/Random.h"
#include "tests/core/realtime/Payload.h"

#include <QTest>

#include <deque>
#include <thread>

using namespace segue;
using realtime::SpscRing;
using test::Payload;

class TestSpscRing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void emptyRingGivesNothingAndLeavesTheValue() {
        SpscRing<int, 4> ring;
        auto reader = ring.takeReader();
        int value = 17;
        QVERIFY(!reader.pop(value));
        QCOMPARE(value, 17);
    }

    void fullRingRefusesAndKeepsWhatItHas() {
        SpscRing<int, 4> ring;
        auto writer = ring.takeWriter();
        auto reader = ring.takeReader();
        for (int i = 0; i < 4; ++i)
            QVERIFY(writer.push(i));
        QVERIFY(!writer.push(99));
        int value = -1;
        QVERIFY(reader.pop(value));
        QCOMPARE(value, 0);
        QVERIFY(writer.push(4));
        QVERIFY(!writer.push(99));
        for (int expected = 1; expected <= 4; ++expected) {
            QVERIFY(reader.pop(value));
            QCOMPARE(value, expected);
        }
        QVERIFY(!reader.pop(value));
    }

    void movedHandlesCarryOn() {
        SpscRing<int, 2> ring;
        auto writer = ring.takeWriter();
        auto reader = ring.takeReader();
        QVERIFY(writer.push(1));
        auto laterWriter = std::move(writer);
        auto laterReader = std::move(reader);
        QVERIFY(laterWriter.push(2));
        int value = 0;
        QVERIFY(laterReader.pop(value) && value == 1);
        QVERIFY(laterReader.pop(value) && value == 2);
    }

    void behavesAsABoundedQueue() {
        constexpr std::uint64_t kSeed = 40;
        Random random(kSeed);
        SpscRing<std::uint64_t, 8> ring;
        auto writer = ring.takeWriter();
        auto reader = ring.takeReader();
        std::deque<std::uint64_t> model;
        for (int round = 0; round < 20000; ++round) {
            if (random.chance(0.5)) {
                const std::uint64_t value = random.next();
                QCOMPARE(writer.push(value), model.size() < 8);
                if (model.size() < 8)
                    model.push_back(value);
            } else {
                std::uint64_t value = 0;
                QCOMPARE(reader.pop(value), !model.empty());
                if (!model.empty()) {
                    QCOMPARE(value, model.front());
                    model.pop_front();
                }
            }
        }
    }

    // One thread pushes 0, 1, 2, ... and tries again when refused; the other must pop exactly that, each value whole.
    // The ring is short, so that both its ends are met all the time.
    void twoThreadsPassEverythingOnceInOrderAndWhole() {
        constexpr std::uint64_t kCount = 200000;
        SpscRing<Payload, 8> ring;
        std::jthread producer([writer = ring.takeWriter()](const std::stop_token& stop) mutable {
            for (std::uint64_t number = 0; number < kCount; ++number)
                while (!writer.push(Payload(number)) && !stop.stop_requested())
                    std::this_thread::yield();
        });
        auto reader = ring.takeReader();
        for (std::uint64_t expected = 0; expected < kCount; ++expected) {
            Payload payload;
            while (!reader.pop(payload))
                std::this_thread::yield();
            QVERIFY(payload.isWhole());
            QCOMPARE(payload.number(), expected);
        }
        Payload none;
        QVERIFY(!reader.pop(none));
    }
};

QTEST_APPLESS_MAIN(TestSpscRing)
#include "tst_SpscRing.moc"
