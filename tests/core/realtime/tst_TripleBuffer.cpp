#include "core/realtime/TripleBuffer.h"

#include "core/base/Random.h"
#include "tests/core/realtime/Payload.h"

#include <QTest>

#include <thread>

using namespace segue;
using realtime::TripleBuffer;
using test::Payload;

class TestTripleBuffer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void showsTheInitialValueFirst() {
        TripleBuffer<int> buffer(5);
        auto reader = buffer.takeReader();
        QCOMPARE(reader.value(), 5);
        QVERIFY(!reader.refresh());
        QCOMPARE(reader.value(), 5);
    }

    void onlyTheNewestIsSeenAndOnlyOnceNew() {
        TripleBuffer<int> buffer;
        auto writer = buffer.takeWriter();
        auto reader = buffer.takeReader();
        for (int value = 1; value <= 3; ++value)
            writer.write(value);
        QCOMPARE(reader.value(), 0); // nothing changes under the reader's hands
        QVERIFY(reader.refresh());
        QCOMPARE(reader.value(), 3);
        QVERIFY(!reader.refresh());
        QCOMPARE(reader.value(), 3);
    }

    void anyOrderOfCallsShowsTheNewest() {
        constexpr std::uint64_t kSeed = 41;
        Random random(kSeed);
        TripleBuffer<int> buffer;
        auto writer = buffer.takeWriter();
        auto reader = buffer.takeReader();
        int written = 0;
        int seen = 0;
        for (int round = 0; round < 20000; ++round) {
            if (random.chance(0.5)) {
                writer.write(++written);
            } else {
                QCOMPARE(reader.refresh(), seen != written);
                seen = written;
            }
            QCOMPARE(reader.value(), seen);
        }
    }

    // One thread writes 1, 2, 3, ... as fast as it can; the other must see whole values that rise, refresh() true
    // exactly when one is new, and at the end the last one.
    void twoThreadsSeeWholeRisingValuesAndTheLast() {
        constexpr std::uint64_t kCount = 300000;
        TripleBuffer<Payload> buffer{Payload(0)};
        std::jthread producer([writer = buffer.takeWriter()]() mutable {
            for (std::uint64_t number = 1; number <= kCount; ++number)
                writer.write(Payload(number));
        });
        auto reader = buffer.takeReader();
        std::uint64_t seen = 0;
        while (seen < kCount) {
            const bool isNew = reader.refresh();
            const Payload& payload = reader.value();
            QVERIFY(payload.isWhole());
            QVERIFY(isNew ? payload.number() > seen : payload.number() == seen);
            seen = payload.number();
            if (!isNew)
                std::this_thread::yield();
        }
        QCOMPARE(seen, kCount);
    }
};

QTEST_APPLESS_MAIN(TestTripleBuffer)
#include "tst_TripleBuffer.moc"
