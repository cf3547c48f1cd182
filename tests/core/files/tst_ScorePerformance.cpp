#include "core/files/ScorePerformance.h"

#include "core/files/RepairLog.h"
#include "core/files/ScoreBars.h"
#include "core/files/ScoreTies.h"

#include <QTest>

using namespace segue;
using namespace segue::files;

namespace {

constexpr Ticks kQuarter(kScoreTicks);

ScoreNote note(Ticks start, Ticks length) {
    return {.start = start, .length = length, .pitch = MidiPitch(60), .velocity = Velocity(80)};
}

Score scoreOfLengths(const std::vector<Ticks>& lengths) {
    Score score;
    for (const Ticks length : lengths) {
        ScoreMeasure& measure = score.measures.emplace_back();
        measure.number = std::to_string(score.measures.size());
        measure.length = length;
    }
    score.measures.front().meter = ScoreMeter{4, 4};
    return score;
}

} // namespace

class TestScorePerformance : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void roundedMeasuresAreWhole() {
        const Ticks rounded = kQuarter * 4 - Ticks(kScoreTicks / 100);
        RepairLog repairs;
        const auto bars = layOutBars(scoreOfLengths({rounded, rounded, kQuarter * 4}), repairs);
        QVERIFY(repairs.take().empty());
        QVERIFY(bars[1].length == kQuarter * 4);
        QVERIFY(bars[1].meter == (ScoreMeter{4, 4}));
    }

    void halvesOfADividedMeasureKeepTheirLength() {
        RepairLog repairs;
        const auto bars =
            layOutBars(scoreOfLengths({kQuarter * 4, kQuarter * 3, kQuarter, kQuarter * 3, kQuarter * 4}), repairs);
        QVERIFY(bars[1].length == kQuarter * 3 && bars[2].length == kQuarter);
        QVERIFY(bars[3].length == kQuarter * 3); // it might be a half of another one
        QVERIFY(repairs.take().empty());
        (void)layOutBars(scoreOfLengths({kQuarter * 4, kQuarter * 3, kQuarter * 3, kQuarter * 4}), repairs);
        QCOMPARE(repairs.take().front().count, 2);
    }

    void tiesMeetOverARoundedBarLine() {
        Score score = scoreOfLengths({kQuarter * 4 - Ticks(1000), kQuarter * 4});
        score.instruments = {{"Piano", 0, false}};
        score.measures[0].notes = {note(Ticks(0), kQuarter * 4 - Ticks(1000))};
        score.measures[1].notes = {note(Ticks(0), kQuarter)};
        score.measures[0].notes[0].tieBegins = score.measures[1].notes[0].tieEnds = true;
        RepairLog repairs;
        const auto sequence = performScore(score, false, repairs);
        QVERIFY(repairs.take().empty());
        QCOMPARE(sequence->notes.size(), std::size_t{1});
        QVERIFY(std::abs(sequence->notes[0].end.value - 2.5) < 1e-9);
    }

    void lengthThatNoTimeSignatureSaysIsReported() {
        RepairLog repairs;
        const auto bars =
            layOutBars(scoreOfLengths({kQuarter * 4, kQuarter * 5 + Ticks(kScoreTicks / 3), kQuarter}), repairs);
        QVERIFY(!bars[1].meter);
        QCOMPARE(repairs.take().size(), std::size_t{2});
    }

    void emptyMeasureWithoutATimeSignatureHasNone() {
        Score score = scoreOfLengths({Ticks(0), kQuarter});
        score.measures.front().meter = ScoreMeter{0, 4};
        RepairLog repairs;
        const auto sequence = performScore(score, false, repairs);
        QVERIFY(sequence->timeSignatures == (std::vector<music::TimeSignature>{{Seconds(0), 1, 4}}));
    }

    void tieKeepsToItsVoice() {
        std::vector<ScoreNote> notes{note(Ticks(0), kQuarter), note(Ticks(0), kQuarter), note(kQuarter, kQuarter)};
        notes[1].voice = notes[2].voice = 2;
        notes[0].tieBegins = notes[1].tieBegins = notes[2].tieEnds = true;
        RepairLog repairs;
        mergeTies(notes, repairs);
        QCOMPARE(notes.size(), std::size_t{2});
        QVERIFY(notes[1].length == kQuarter * 2);
        QCOMPARE(repairs.take().front().count, 1); // the other voice's
    }

    void repairsOfAKindAreCounted() {
        RepairLog repairs;
        repairs.add("Measure 1", "a thing");
        repairs.add("Measure 2", "another");
        repairs.add("Measure 3", "a thing");
        QVERIFY(repairs.take() == (std::vector<Repair>{{"Measure 1: a thing", 2}, {"Measure 2: another", 1}}));
    }
};

QTEST_APPLESS_MAIN(TestScorePerformance)
#include "tst_ScorePerformance.moc"
