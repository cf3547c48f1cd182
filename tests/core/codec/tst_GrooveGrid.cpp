#include "core/codec/GrooveGrid.h"

#include "core/base/Random.h"

#include <QTest>

#include <cmath>
#include <map>

using namespace segue;
using namespace segue::codec;
using architecture::GrooveCodecConfig;
using music::DrumPattern;
using music::NoteSequence;

namespace {

/// At 120 a sixteenth lasts an eighth of a second.
constexpr double kStep = 0.125;

music::Note drum(int pitch, double start, int velocity = 100) {
    return {.pitch = MidiPitch(static_cast<std::uint8_t>(pitch)),
            .velocity = Velocity(static_cast<std::uint8_t>(velocity)),
            .start = Seconds(start),
            .end = Seconds(start + 0.1),
            .isDrum = true};
}

/// A kick on every beat of a bar, `late` seconds beside the grid.
NoteSequence fourOnTheFloor(int bars, double late = 0) {
    NoteSequence sequence;
    for (int beat = 0; beat < 4 * bars; ++beat)
        sequence.notes.push_back(drum(36, beat * 4 * kStep + late));
    return sequence;
}

const ExtractionOptions kMagenta{.rules = Rules::Magenta};

struct Grid {
    DrumPattern pattern;
    ExtractionReport report;
};

Grid grid(const NoteSequence& sequence, const ExtractionOptions& options = {}, const GrooveCodecConfig& config = {}) {
    Grid result;
    if (auto pattern = grooveGrid(sequence, config, options, result.report))
        result.pattern = *pattern;
    return result;
}

} // namespace

class TestGrooveGrid : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void pieceBesideItsGridIsMovedOntoIt() {
        const NoteSequence sequence = fourOnTheFloor(3, 0.4 * kStep);
        const Grid moved = grid(sequence);
        QVERIFY(moved.report.phase && moved.report.phase->removed);
        QVERIFY(std::abs(moved.report.phase->steps - 0.4) < 1e-9);
        QVERIFY(std::abs(moved.pattern.at(4, 0).microtiming) < 1e-6F);
        const Grid kept = grid(sequence, {.removePhase = false});
        QVERIFY(!kept.report.phase);
        QVERIFY(std::abs(kept.pattern.at(4, 0).microtiming - 0.4F) < 1e-6F);
    }

    void phaseIsThatOfTheWholePiece() {
        // Drums that drag against a band on the grid are meant to.
        NoteSequence sequence = fourOnTheFloor(3, 0.3 * kStep);
        for (int i = 0; i < 12; ++i) {
            sequence.notes.push_back(drum(60, i * 4 * kStep));
            sequence.notes.back().isDrum = false;
        }
        sequence.sortNotes();
        const Grid found = grid(sequence);
        QVERIFY(found.report.phase && !found.report.phase->removed);
        QVERIFY(std::abs(found.pattern.at(4, 0).microtiming - 0.3F) < 1e-6F);
    }

    void oneTempoAndOneMeterOrNothingByMagentasRules_data() {
        QTest::addColumn<QList<double>>("tempos"); // time, tempo, ...
        QTest::addColumn<QList<double>>("meters"); // time, numerator, denominator, ...
        QTest::addColumn<int>("reason"); // or -1
        const int bad = static_cast<int>(DropReason::BadTimes);
        const int meter = static_cast<int>(DropReason::NotInFour);
        const QList<double> none;
        QTest::newRow("nothing said") << none << none << -1;
        QTest::newRow("said twice") << QList<double>{0, 90, 1, 90} << QList<double>{0, 4, 4, 2, 4, 4} << -1;
        QTest::newRow("2/2") << none << QList<double>{0, 2, 2} << -1;
        QTest::newRow("a change of tempo") << QList<double>{0, 90, 100, 91} << none << bad;
        QTest::newRow("a late first tempo") << QList<double>{1, 90} << none << bad;
        QTest::newRow("a late first tempo of 120") << QList<double>{1, 120} << none << -1;
        QTest::newRow("a change of meter") << none << QList<double>{0, 4, 4, 100, 3, 4} << bad;
        QTest::newRow("a denominator that is none") << none << QList<double>{0, 4, 3} << bad;
        QTest::newRow("3/4") << none << QList<double>{0, 3, 4} << meter;
        QTest::newRow("bars of no whole steps") << none << QList<double>{0, 1, 32} << meter;
    }
    void oneTempoAndOneMeterOrNothingByMagentasRules() {
        QFETCH(QList<double>, tempos);
        QFETCH(QList<double>, meters);
        QFETCH(int, reason);
        NoteSequence sequence = fourOnTheFloor(2);
        for (qsizetype i = 0; i < tempos.size(); i += 2)
            sequence.tempos.push_back({Seconds(tempos[i]), Bpm(tempos[i + 1])});
        for (qsizetype i = 0; i < meters.size(); i += 3)
            sequence.timeSignatures.push_back(
                {Seconds(meters[i]), static_cast<int>(meters[i + 1]), static_cast<int>(meters[i + 2])});
        const Grid found = grid(sequence, kMagenta);
        QCOMPARE(found.pattern.isEmpty(), reason >= 0);
        const std::map<DropReason, int> drops = found.report.drops;
        QVERIFY((drops == (reason < 0 ? std::map<DropReason, int>{}
                                      : std::map<DropReason, int>{{static_cast<DropReason>(reason), 1}})));
    }

    void onlyTheMapsPitchesCountByMagentasRules() {
        // A cowbell, which General MIDI's map would call a snare; a kick on another channel, which is one all the same.
        NoteSequence sequence;
        sequence.notes = {drum(36, 0.0), drum(56, kStep), drum(38, 2 * kStep)};
        sequence.notes.back().isDrum = false;
        const Grid found = grid(sequence, kMagenta);
        QCOMPARE(found.report.notes, 2);
        QVERIFY(found.pattern.at(2, 1).hit);
        QVERIFY((found.report.unmappedPitches == std::map<int, int>{{56, 1}}));
        QVERIFY(!found.report.phase);

        auto map = std::make_shared<music::DrumMap>(music::rolandDrumMap());
        map->classes[8].pitches.emplace_back(std::uint8_t{56});
        const Grid read = grid(sequence, {.rules = Rules::Magenta, .readingMap = map});
        QVERIFY(read.pattern.at(1, 8).hit);
        QVERIFY(read.report.unmappedPitches.empty());
    }

    void silentPieceHasNoNotesByMagentasRules() {
        QVERIFY((grid({}, kMagenta).report.drops == std::map<DropReason, int>{{DropReason::NoNotes, 1}}));
        NoteSequence far;
        far.notes = {drum(36, 1e5)};
        QVERIFY((grid(far, kMagenta).report.drops == std::map<DropReason, int>{{DropReason::TooLong, 1}}));
    }

    void bothRulesAgreeOnOneTempo() {
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            Random random(seed);
            NoteSequence sequence;
            sequence.tempos = {{Seconds(0), Bpm(random.uniform(50, 200))}};
            for (int i = 0; i < 100; ++i)
                sequence.notes.push_back(drum(static_cast<int>(36 + random.below(8)), random.uniform(0, 20),
                                              static_cast<int>(1 + random.below(127))));
            sequence.sortNotes();
            const auto map = std::make_shared<const music::DrumMap>(music::generalMidiDrumMap());
            const Grid magenta = grid(sequence, {.rules = Rules::Magenta, .readingMap = map});
            const Grid segue = grid(sequence, {.readingMap = map, .removePhase = false});
            QVERIFY2(magenta.report == segue.report, qPrintable(QStringLiteral("seed %1").arg(seed)));
            QCOMPARE(magenta.pattern.steps(), segue.pattern.steps());
            for (int step = 0; step < segue.pattern.steps(); ++step)
                for (int drum = 0; drum < music::kDrumClasses; ++drum) {
                    const auto& a = magenta.pattern.at(step, drum);
                    const auto& b = segue.pattern.at(step, drum);
                    QVERIFY(a.hit == b.hit && a.velocity == b.velocity);
                    QVERIFY(std::abs(a.microtiming - b.microtiming) < 1e-5F); // a sum of ticks against one product
                }
        }
    }

    void gridOfTwelveHoldsTripletsExactly() {
        const GrooveCodecConfig config{.stepsPerBeat = 12};
        NoteSequence sequence;
        for (int i = 0; i < 12; ++i)
            sequence.notes.push_back(drum(42, i * 0.5 / 3)); // eighth triplets at 120
        for (int i = 0; i < 16; ++i)
            sequence.notes.push_back(drum(36, i * kStep)); // against sixteenths
        sequence.sortNotes();
        for (const auto& options : {ExtractionOptions{}, kMagenta}) {
            const Grid found = grid(sequence, options, config);
            QCOMPARE(found.pattern.steps(), 48);
            QCOMPARE(found.report.shadowed, 0);
            for (int step = 0; step < 48; ++step) {
                QCOMPARE(found.pattern.at(step, 2).hit, step % 4 == 0);
                QCOMPARE(found.pattern.at(step, 0).hit, step % 3 == 0);
                QVERIFY(std::abs(found.pattern.at(step, 2).microtiming) < 1e-6F);
            }
        }
        // Sixteenths alone bend the triplets by a third of a step.
        QVERIFY(std::abs(std::abs(grid(sequence).pattern.at(1, 2).microtiming) - 1.0F / 3.0F) < 1e-6F);
    }
};

QTEST_APPLESS_MAIN(TestGrooveGrid)
#include "tst_GrooveGrid.moc"
