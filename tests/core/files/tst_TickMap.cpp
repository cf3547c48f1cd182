#include "core/files/TickMap.h"

#include "core/base/Random.h"

#include <QTest>

#include <cmath>

using namespace segue;
using namespace segue::files;

class TestTickMap : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void timesGoOnFromSegmentToSegment() {
        TickMap map(0.5, Ticks(1000));
        map.set(Ticks(10), 0.25);
        map.set(Ticks(10), 1.0); // the later one holds
        map.set(Ticks(20), 0.1);
        QCOMPARE(map.secondsAt(Ticks(4)).value, 2.0);
        QCOMPARE(map.secondsAt(Ticks(10)).value, 5.0);
        QCOMPARE(map.secondsAt(Ticks(20)).value, 15.0);
        QCOMPARE(map.secondsAt(Ticks(25)).value, 15.5);
    }

    /// The numbers are what pretty_midi 0.2.11 and note_seq 0.0.5 make of a file with this tempo.
    void halfASixteenthFallsToTheStepThatMagentaGivesIt() {
        constexpr int kTicksPerQuarter = 480;
        const double tick = secondsPerTick(588'235, kTicksPerQuarter);
        const Bpm tempo = tempoOf(tick, kTicksPerQuarter);
        QVERIFY(tempo == Bpm(102.0000510000255));
        const TickMap map(tick, Ticks(1000));
        const auto step = [&](int at) {
            return static_cast<int>(map.secondsAt(Ticks(at)).value * (4 * tempo.value / 60.0) + 0.5);
        };
        QCOMPARE(step(60), 1);
        QCOMPARE(step(180), 2);
        QCOMPARE(step(300), 3);
        QVERIFY(tempoOf(secondsPerTick(571'429, kTicksPerQuarter), kTicksPerQuarter) == Bpm(104.99992125005905));
        QVERIFY(tempoOf(secondsPerTick(500'000, 96), 96) == Bpm(120));
    }

    void ticksReturnFromSeconds() {
        Random random(4);
        TickMap map(0.01, Ticks(1'000'000));
        std::int64_t tick = 0;
        for (int i = 0; i < 50; ++i)
            map.set(Ticks(tick += 1 + static_cast<std::int64_t>(random.below(2000))), random.uniform(1e-5, 1.0));
        for (int i = 0; i < 5000; ++i) {
            const Ticks expected(static_cast<std::int64_t>(random.below(200'000)));
            QVERIFY(map.ticksAt(map.secondsAt(expected)) == expected);
        }
    }

    void ticksAreBounded() {
        const TickMap map(0.001, Ticks(77));
        QVERIFY(map.ticksAt(Seconds(-1)) == Ticks(0));
        QVERIFY(map.ticksAt(Seconds(std::nan(""))) == Ticks(0));
        QVERIFY(map.ticksAt(Seconds(HUGE_VAL)) == Ticks(77));
        QVERIFY(map.ticksAt(Seconds(1e18)) == Ticks(77));
    }
};

QTEST_APPLESS_MAIN(TestTickMap)
#include "tst_TickMap.moc"
