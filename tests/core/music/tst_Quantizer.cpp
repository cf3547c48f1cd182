#include "core/music/Quantizer.h"

#include "core/base/Random.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace segue;
using namespace segue::music;

namespace {

Note note(double start, double end, int pitch = 60) {
    return {.pitch = MidiPitch(static_cast<std::uint8_t>(pitch)),
            .velocity = Velocity(100),
            .start = Seconds(start),
            .end = Seconds(end)};
}

/// At 120 a sixteenth lasts an eighth of a second.
constexpr double kStep = 0.125;

} // namespace

class TestQuantizer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void timesGoToTheNearestStepAndTiesToTheLater_data() {
        QTest::addColumn<double>("steps");
        QTest::addColumn<int>("expected");
        QTest::newRow("on a step") << 3.0 << 3;
        QTest::newRow("a little late") << 3.49 << 3;
        QTest::newRow("halfway") << 3.5 << 4;
        QTest::newRow("a little early") << 3.51 << 4;
        QTest::newRow("before the beginning") << -0.4 << 0;
    }
    void timesGoToTheNearestStepAndTiesToTheLater() {
        QFETCH(double, steps);
        QFETCH(int, expected);
        NoteSequence sequence;
        sequence.notes = {note(steps * kStep, (steps + 2) * kStep)};
        for (const auto& grid : {quantize(sequence, 4), quantizeAlongTempoMap(sequence, 4, false)}) {
            QVERIFY(grid);
            QCOMPARE(grid->notes.at(0).start, expected);
        }
    }

    void noteLastsAStepAtLeast() {
        NoteSequence sequence;
        sequence.notes = {note(4 * kStep, 4 * kStep), note(8 * kStep, 8.2 * kStep), note(0, 10 * kStep)};
        for (const auto& grid : {quantize(sequence, 4), quantizeAlongTempoMap(sequence, 4, false)}) {
            QVERIFY(grid);
            QCOMPARE(grid->notes.at(0).end, 5);
            QCOMPARE(grid->notes.at(1).end, 9);
            QCOMPARE(grid->notes.at(2).end, 10);
            QCOMPARE(grid->steps, 10);
        }
    }

    void tripletsHaveAGridOfTheirOwn() {
        NoteSequence sequence;
        sequence.notes = {note(0, 0.1), note(0.5 / 3, 0.3), note(1.0 / 3, 0.4)};
        const auto grid = quantize(sequence, 12);
        QVERIFY(grid);
        QCOMPARE(grid->notes.at(1).start, 4);
        QCOMPARE(grid->notes.at(2).start, 8);
    }

    void oneTempoSetsTheStep() {
        NoteSequence sequence;
        sequence.tempos = {{Seconds(0), Bpm(60)}, {Seconds(3), Bpm(60)}};
        sequence.notes = {note(1, 2)};
        const auto grid = quantize(sequence, 4);
        QVERIFY(grid);
        QCOMPARE(grid->notes.at(0).start, 4);
        QCOMPARE(grid->notes.at(0).end, 8);
    }

    void changesOfTimeAreRefused_data() {
        QTest::addColumn<double>("at");
        QTest::addColumn<double>("tempo");
        QTest::addColumn<int>("numerator");
        QTest::addColumn<bool>("readable");
        QTest::newRow("another tempo from the beginning") << 0.0 << 90.0 << 4 << true;
        QTest::newRow("another tempo later") << 1.0 << 90.0 << 4 << false;
        QTest::newRow("MIDI's tempo, said late") << 1.0 << 120.0 << 4 << true;
        QTest::newRow("another signature from the beginning") << 0.0 << 120.0 << 3 << true;
        QTest::newRow("another signature later") << 1.0 << 120.0 << 3 << false;
    }
    void changesOfTimeAreRefused() {
        QFETCH(double, at);
        QFETCH(double, tempo);
        QFETCH(int, numerator);
        QFETCH(bool, readable);
        NoteSequence sequence;
        sequence.notes = {note(2, 3)};
        sequence.tempos = {{Seconds(at), Bpm(tempo)}};
        sequence.timeSignatures = {{Seconds(at), numerator, 4}};
        const auto grid = quantize(sequence, 4);
        QCOMPARE(grid.has_value(), readable);
        if (readable)
            QCOMPARE(grid->stepsPerBar(grid->meters.at(0)), 4.0 * numerator);
        else
            QVERIFY(grid.error().code() == ErrorCode::Unsupported);
        QVERIFY(quantizeAlongTempoMap(sequence, 4, false));
    }

    void brokenTimesAreMalformed_data() {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const double infinity = std::numeric_limits<double>::infinity();
        QTest::addColumn<double>("start");
        QTest::addColumn<double>("end");
        QTest::addColumn<double>("tempo");
        QTest::addColumn<int>("numerator");
        QTest::addColumn<int>("denominator");
        QTest::newRow("no number") << nan << 1.0 << 120.0 << 4 << 4;
        QTest::newRow("never ends") << 0.0 << infinity << 120.0 << 4 << 4;
        QTest::newRow("before the beginning") << -5.0 << 1.0 << 120.0 << 4 << 4;
        QTest::newRow("ends first") << 5.0 << 1.0 << 120.0 << 4 << 4;
        QTest::newRow("tempo 0") << 0.0 << 1.0 << 0.0 << 4 << 4;
        QTest::newRow("tempo is no number") << 0.0 << 1.0 << nan << 4 << 4;
        QTest::newRow("no beats") << 0.0 << 1.0 << 120.0 << 0 << 4;
        QTest::newRow("thirds of a note") << 0.0 << 1.0 << 120.0 << 4 << 3;
        QTest::newRow("nothing of a note") << 0.0 << 1.0 << 120.0 << 4 << 0;
    }
    void brokenTimesAreMalformed() {
        QFETCH(double, start);
        QFETCH(double, end);
        QFETCH(double, tempo);
        QFETCH(int, numerator);
        QFETCH(int, denominator);
        NoteSequence sequence;
        sequence.notes = {note(start, end)};
        sequence.tempos = {{Seconds(0), Bpm(tempo)}};
        sequence.timeSignatures = {{Seconds(0), numerator, denominator}};
        const auto grid = quantize(sequence, 4);
        QVERIFY(!grid);
        QVERIFY(grid.error().code() == ErrorCode::Malformed);
    }

    void whatLiesBeyondAnyGridIsUnsupported() {
        NoteSequence sequence;
        sequence.notes = {note(1e12, 1e12)};
        QVERIFY(quantize(sequence, 4).error().code() == ErrorCode::Unsupported);
        QVERIFY(quantizeAlongTempoMap(sequence, 4, false).error().code() == ErrorCode::Unsupported);
        sequence.notes = {note(-1, 1)};
        QVERIFY(quantizeAlongTempoMap(sequence, 4, false).error().code() == ErrorCode::Unsupported);
        sequence.notes = {note(0, 1e12)}; // a note that hangs
        QCOMPARE(quantizeAlongTempoMap(sequence, 4, false)->steps, 10000 * 16 - 1);
    }

    void gridFollowsTheTempoMap() {
        NoteSequence sequence;
        sequence.tempos = {{Seconds(0), Bpm(120)}, {Seconds(2), Bpm(60)}};
        // A bar of a note a beat at 120, then one at 60; the last note is held across the change.
        for (int beat = 0; beat < 4; ++beat)
            sequence.notes.push_back(note(beat * 0.5, beat * 0.5 + 0.25));
        for (int beat = 0; beat < 4; ++beat)
            sequence.notes.push_back(note(2.0 + beat, 2.5 + beat));
        sequence.notes.push_back(note(1.0, 4.0));
        const auto grid = quantizeAlongTempoMap(sequence, 4, false);
        QVERIFY(grid);
        for (int beat = 0; beat < 8; ++beat)
            QCOMPARE(grid->notes.at(static_cast<std::size_t>(beat)).start, 4 * beat);
        QCOMPARE(grid->notes.back().start, 8);
        QCOMPARE(grid->notes.back().end, 24);
    }

    void phaseOfTheNotesIsRemovedAndNothingElseMoves() {
        NoteSequence sequence;
        sequence.timeSignatures = {{Seconds(0), 4, 4}, {Seconds(2), 2, 4}};
        for (int i = 0; i < 20; ++i)
            sequence.notes.push_back(note((2 * i + 0.4) * kStep, (2 * i + 2.4) * kStep));
        const auto moved = quantizeAlongTempoMap(sequence, 4, true);
        QVERIFY(moved && moved->phase && moved->phase->removed);
        QVERIFY(std::abs(moved->phase->steps - 0.4) < 1e-9);
        QCOMPARE(moved->notes.at(3).start, 6);
        QCOMPARE(moved->notes.at(3).end, 8);
        QCOMPARE(moved->meters.at(1).step, 16);
        for (Note& late : sequence.notes)
            late.start += Seconds(0.2 * kStep); // 0.6 of a step late, or 0.4 early
        QCOMPARE(quantizeAlongTempoMap(sequence, 4, true)->notes.at(3).start, 7);
        QVERIFY(!quantizeAlongTempoMap(sequence, 4, false)->phase);
    }

    void barsFollowTheTimeSignatures() {
        NoteSequence sequence;
        sequence.timeSignatures = {{Seconds(0), 3, 4}, // two bars of 12 steps
                                   {Seconds(3), 3, 4}, // no change
                                   {Seconds(3), 7, 3}, // none at all
                                   {Seconds(3), 4, 4}, // a bar and a half
                                   {Seconds(6), 6, 8}, // at once replaced by
                                   {Seconds(6), 2, 4}, //
                                   {Seconds(99), 5, 4}}; // after the last note
        sequence.notes = {note(0, 10)};
        const auto grid = quantizeAlongTempoMap(sequence, 4, false);
        QVERIFY(grid);
        const std::vector<Meter> expected{{0, 0, 3, 4}, {24, 2, 4, 4}, {48, 4, 2, 4}};
        QVERIFY(grid->meters == expected);
        QCOMPARE(grid->barAt(0), 0);
        QCOMPARE(grid->barAt(23), 1);
        QCOMPARE(grid->barAt(24), 2);
        QCOMPARE(grid->barAt(47), 3);
        QCOMPARE(grid->barAt(48), 4);
        QCOMPARE(grid->barAt(56), 5);
    }

    void harmonyIsPlacedOnTheGrid() {
        NoteSequence sequence;
        sequence.notes = {note(0, 4)};
        sequence.chords = {{Seconds(0), "C"}, {Seconds(1.05), "Am7"}};
        sequence.keySignatures = {{Seconds(0), 0, false}, {Seconds(1.05), 9, true}};
        for (const auto& grid : {quantize(sequence, 4), quantizeAlongTempoMap(sequence, 4, false)}) {
            QVERIFY(grid);
            QVERIFY((grid->chords == std::vector<QuantizedChord>{{0, "C"}, {8, "Am7"}}));
            // A key holds from the first step that is not before it.
            QVERIFY((grid->keys == std::vector<QuantizedKey>{{0, 0, false}, {9, 9, true}}));
        }
    }

    void bothGridsAgreeWhereNothingChanges() {
        for (std::uint64_t seed = 0; seed < 200; ++seed) {
            Random random(seed);
            NoteSequence sequence;
            sequence.tempos = {{Seconds(0), Bpm(random.uniform(30, 300))}};
            for (int i = 0; i < 50; ++i) {
                const double start = random.uniform(0, 60);
                sequence.notes.push_back(note(start, start + random.uniform(0, 3)));
            }
            const auto one = quantize(sequence, 12);
            const auto other = quantizeAlongTempoMap(sequence, 12, false);
            QVERIFY2(one && other && one->notes == other->notes, qPrintable(QString::number(seed)));
        }
    }

    void millionTempoChangesAreWalkedOnce() {
        NoteSequence sequence;
        for (int i = 0; i < 1'000'000; ++i)
            sequence.tempos.push_back({Seconds(i * 1e-3), Bpm(100.0 + i % 7)});
        for (int i = 0; i < 1000; ++i)
            sequence.notes.push_back(note(i, i + 1.5));
        QVERIFY(quantizeAlongTempoMap(sequence, 4, false));
    }
};

QTEST_APPLESS_MAIN(TestQuantizer)
#include "tst_Quantizer.moc"
