#include "tests/core/codec/slow/Groove.h"
#include "tests/core/codec/slow/Performance.h"
#include "tests/core/codec/slow/Trio.h"

#include <QTest>

using namespace segue;
using namespace segue::slow;

namespace {

/// At 120 a sixteenth lasts an eighth of a second.
constexpr double kStep = 0.125;

/// Times in sixteenths.
music::Note note(int pitch, double start, double end, int instrument = 0, int program = 0) {
    return {.pitch = MidiPitch(static_cast<std::uint8_t>(pitch)),
            .velocity = Velocity(100),
            .start = Seconds(start * kStep),
            .end = Seconds(end * kStep),
            .instrument = instrument,
            .program = program};
}

music::Note drum(int pitch, double start, int velocity = 100, int instrument = 9) {
    music::Note hit = note(pitch, start, start + 0.5, instrument);
    hit.velocity = Velocity(static_cast<std::uint8_t>(velocity));
    hit.isDrum = true;
    return hit;
}

music::NoteSequence of(std::vector<music::Note> notes) {
    music::NoteSequence sequence;
    sequence.notes = std::move(notes);
    sequence.sortNotes();
    return sequence;
}

const DrumClasses kKickAndSnare{{36}, {38, 40}};
const DrumClasses kNine{{36}, {38}, {42}, {46}, {43}, {47}, {50}, {49}, {51}};

/// The only column of each row that has one, -1 where there is none.
std::vector<int> columns(const std::vector<Row>& rows) {
    std::vector<int> columns;
    for (const Row& row : rows)
        columns.push_back(row.size() == 1 ? row.begin()->first : -1);
    return columns;
}

/// The first `count`, when all others are 0.
std::vector<int> beginning(const std::vector<Row>& rows, std::size_t count) {
    auto all = columns(rows);
    for (std::size_t i = count; i < all.size(); ++i)
        if (all[i] != 0)
            return all;
    all.resize(count);
    return all;
}

} // namespace

class TestSlowCodecs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void aChangeOfTempoCutsThePieceAndItsNotes() {
        auto sequence = of({note(60, 0, 40), note(62, 36, 50)});
        sequence.tempos = {{Seconds(0), Bpm(120)}, {Seconds(1), Bpm(120)}, {Seconds(32 * kStep), Bpm(90)}};
        const auto pieces = piecesOf(sequence);
        QCOMPARE(pieces.size(), 2U);
        QCOMPARE(pieces[0].end, 32 * kStep);
        QCOMPARE(pieces[1].music.notes.size(), 1U);
        QCOMPARE(pieces[1].music.notes[0].start.value, 4 * kStep);
        QCOMPARE(pieces[1].music.tempos, (std::vector<music::TempoChange>{{Seconds(0), Bpm(90)}}));
    }

    void onlyBarsOfFourQuartersAtOneTempoHaveAGrid() {
        music::NoteSequence sequence;
        QVERIFY(gridOf(sequence, 4));
        sequence.timeSignatures = {{Seconds(0), 2, 2}};
        QVERIFY(gridOf(sequence, 4));
        sequence.timeSignatures = {{Seconds(0), 3, 4}};
        QVERIFY(!gridOf(sequence, 4));
        sequence.timeSignatures.clear();
        sequence.tempos = {{Seconds(1), Bpm(90)}};
        QVERIFY(!gridOf(sequence, 4));
    }

    void aMelodyIsNotesHoldsAndEnds() {
        const auto windows = melodies(of({note(60, 0, 2), note(64, 0, 1), note(62, 3, 6), note(21, 5, 31)}), {});
        QCOMPARE(windows.size(), 1U);
        QCOMPARE(columns(windows[0].input).size(), 32U);
        QCOMPARE(beginning(windows[0].input, 32), (std::vector<int>{45, 1, 0, 43, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                                                    0,  0, 0, 0,  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
        QVERIFY(windows[0].input == windows[0].output);
    }

    void aWindowForgetsTheNoteItBeginsIn() {
        const auto windows = melodies(of({note(60, 0, 18), note(62, 20, 48)}), {});
        QCOMPARE(windows.size(), 2U);
        QCOMPARE(columns(windows[0].input)[18], 1);
        QCOMPARE(windows[1].bar, 1);
        QCOMPARE(beginning(windows[1].input, 5), (std::vector<int>{0, 0, 0, 0, 43}));
    }

    void aBarOfSilenceEndsAMelodyAndWindowsAreNotRepeated() {
        const auto twice = of({note(60, 0, 32), note(60, 64, 96)});
        QCOMPARE(melodies(twice, {}).size(), 1U);
        const auto other = of({note(60, 0, 32), note(61, 64, 96)});
        QCOMPARE(melodies(other, {}).size(), 2U);
        QCOMPARE(melodies(of({note(60, 0, 32), note(61, 47, 80)}), {}).size(), 4U);
    }

    void chordsAndKeysHoldUntilTheNext() {
        auto sequence = of({note(60, 0, 32)});
        sequence.chords = {{Seconds(0), "C"}, {Seconds(4 * kStep), "F#m"}};
        sequence.keySignatures = {{Seconds(8 * kStep), 9, true}};
        const auto windows = melodies(sequence, {.chords = true, .key = true});
        QCOMPARE(windows.size(), 1U);
        QVERIFY((windows[0].control[3] == Row{{1, 1.0F}, {49 + 9, 1.0F}}));
        QVERIFY((windows[0].control[31] == Row{{13 + 6, 1.0F}, {49 + 9, 1.0F}}));
        sequence.chords.push_back({Seconds(12 * kStep), "Csus4"});
        QVERIFY(melodies(sequence, {.chords = true}).empty());
    }

    void drumsAreSetsWithABitForSilence() {
        const auto sequence = of({drum(36, 0), drum(40, 0.4), drum(38, 16), drum(99, 20)});
        const auto windows = drums(sequence, {.drums = kKickAndSnare});
        QCOMPARE(windows.size(), 1U);
        QVERIFY((windows[0].input[0] == Row{{0, 1.0F}, {1, 1.0F}}));
        QVERIFY((windows[0].input[1] == Row{{2, 1.0F}}));
        QCOMPARE(beginning(windows[0].output, 17),
                 (std::vector<int>{3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2}));
        QVERIFY((drums(sequence, {.roll = true, .drums = kKickAndSnare})[0].output[0] == Row{{0, 1.0F}, {1, 1.0F}}));
    }

    void aTrioNeedsAllItsParts() {
        std::vector<music::Note> notes{drum(36, 60), note(60, 0, 16, 0, 0), note(40, 32, 64, 1, 33)};
        const TrioRules rules{.bars = 4, .drums = kKickAndSnare};
        const auto windows = trios(of(notes), rules);
        QCOMPARE(windows.size(), 1U);
        QVERIFY((windows[0].input[0] == Row{{41, 1.0F}, {90, 1.0F}, {180, 1.0F}}));
        QVERIFY((windows[0].input[16] == Row{{1, 1.0F}, {90, 1.0F}, {180, 1.0F}}));
        QVERIFY((windows[0].input[60] == Row{{0, 1.0F}, {90, 1.0F}, {181, 1.0F}}));
        notes.erase(notes.begin());
        QVERIFY(trios(of(notes), rules).empty());
    }

    void aGrooveIsTheLoudestHitAndHowEarlyItIs() {
        const auto sequence = of({drum(36, 0, 64), drum(36, 3.75, 127), drum(36, 4, 90), drum(42, 31, 10)});
        const auto windows = grooves(sequence, {.drums = kNine});
        QCOMPARE(windows.size(), 1U);
        QVERIFY((windows[0].output[0] == Row{{0, 1.0F}, {9, 64.0F / 127.0F}}));
        QVERIFY((windows[0].output[4] == Row{{0, 1.0F}, {9, 1.0F}, {18, 0.5F}}));
        QVERIFY(windows[0].input == windows[0].output);
        const auto taps = grooves(sequence, {.drums = kNine, .fixedVelocities = true, .tapify = true});
        QVERIFY((taps[0].input[4] == Row{{3, 1.0F}, {21, 0.5F}}));
        QVERIFY(taps[0].output == windows[0].output);
    }

    void aPerformanceIsEventsOfEachInstrument() {
        // A quarter is 24 steps; the note off and the last shift are of the second quarter's end and of the bar's.
        const auto sequence = of({note(62, 4, 8, 3, 40), note(60, 0, 4, 3, 40), note(50, 0, 15.99, 1, 7)});
        const auto windows = performances(sequence, {});
        QCOMPARE(windows.size(), 1U);
        QCOMPARE(windows[0].lengths, (std::vector<int>{6, 10, 1, 1, 1, 1, 1, 1}));
        auto tokens = columns(windows[0].input);
        tokens.resize(64 + 11);
        QCOMPARE(std::vector(tokens.begin(), tokens.begin() + 7),
                 (std::vector<int>{367, 358, 50, 255 + 96, 128 + 50, 489, -1}));
        QCOMPARE(std::vector(tokens.begin() + 64, tokens.end()),
                 (std::vector<int>{400, 358, 60, 255 + 24, 128 + 60, 62, 255 + 24, 128 + 62, 255 + 48, 489, -1}));
    }

    void thePedalHoldsANoteUntilItIsLiftedOrStruckAgain() {
        auto sequence = of({note(60, 0, 4), note(64, 0, 4), note(70, 0, 20), note(60, 8, 9)});
        sequence.controlChanges = {{.time = Seconds(2 * kStep), .controller = 64, .value = 100},
                                   {.time = Seconds(12 * kStep), .controller = 64, .value = 0}};
        const auto held = performance::withPedals(piecesOf(sequence).front()).music.notes;
        QCOMPARE(held[0].end.value, 8 * kStep);
        QCOMPARE(held[1].end.value, 12 * kStep);
        QCOMPARE(held[2].end.value, 20 * kStep);
        QCOMPARE(held[3].end.value, 12 * kStep);
    }
};

QTEST_APPLESS_MAIN(TestSlowCodecs)
#include "tst_SlowCodecs.moc"
