#include "core/music/BeatClock.h"

#include <QTest>

#include <limits>

using namespace segue;
using namespace segue::music;

class TestBeatClock : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void withoutTempoItIs120() {
        const std::vector<TempoChange> none;
        QCOMPARE(BeatClock(none).beatsAt(Seconds(3.0)), 6.0);
    }

    void everyTempoHoldsFromItsTimeOn() {
        const std::vector<TempoChange> tempos{{Seconds(0), Bpm(60)}, {Seconds(4), Bpm(240)}};
        BeatClock clock(tempos);
        QCOMPARE(clock.beatsAt(Seconds(2)), 2.0);
        QCOMPARE(clock.beatsAt(Seconds(4)), 4.0);
        QCOMPARE(clock.beatsAt(Seconds(5)), 8.0);
    }

    void timesMayComeInAnyOrder() {
        const std::vector<TempoChange> tempos{{Seconds(1), Bpm(60)}, {Seconds(4), Bpm(240)}};
        BeatClock clock(tempos);
        QCOMPARE(clock.beatsAt(Seconds(5)), 9.0);
        QCOMPARE(clock.beatsAt(Seconds(0.5)), 1.0);
        QCOMPARE(clock.beatsAt(Seconds(-1)), -2.0);
        QCOMPARE(clock.beatsAt(Seconds(5)), 9.0);
    }

    void temposThatAreNoneArePassedOver() {
        const std::vector<TempoChange> tempos{
            {Seconds(0), Bpm(0)}, {Seconds(1), Bpm(-4)}, {Seconds(2), Bpm(std::numeric_limits<double>::quiet_NaN())}};
        QCOMPARE(BeatClock(tempos).beatsAt(Seconds(3)), 6.0);
    }
};

QTEST_APPLESS_MAIN(TestBeatClock)
#include "tst_BeatClock.moc"
