#include "core/music/TimeSplit.h"

#include <QTest>

#include <limits>

using namespace segue;
using namespace segue::music;

namespace {

Note note(double start, double end, int instrument = 0) {
    return {.pitch = MidiPitch(60),
            .velocity = Velocity(100),
            .start = Seconds(start),
            .end = Seconds(end),
            .instrument = instrument};
}

} // namespace

class TestTimeSplit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void withoutAChangeThePieceStaysWhole() {
        NoteSequence sequence;
        sequence.tempos = {{Seconds(0), Bpm(100)}, {Seconds(2), Bpm(100)}};
        sequence.timeSignatures = {{Seconds(0), 3, 4}, {Seconds(2), 3, 4}};
        sequence.notes = {note(0, 1), note(2, 9)};
        const auto segments = splitAtTimeChanges(sequence);
        QVERIFY(segments);
        QCOMPARE(segments->size(), 1U);
        const NoteSequence& music = segments->front().music;
        QVERIFY(music.notes == sequence.notes);
        QVERIFY((music.tempos == std::vector<TempoChange>{{Seconds(0), Bpm(100)}}));
        QVERIFY((music.timeSignatures == std::vector<TimeSignature>{{Seconds(0), 3, 4}}));
    }

    void segmentsBeginAtTimeZeroAndCutTheirLastNotesOff() {
        NoteSequence sequence;
        sequence.tempos = {{Seconds(0), Bpm(120)}, {Seconds(5), Bpm(60)}};
        sequence.timeSignatures = {{Seconds(0), 4, 4}, {Seconds(8), 3, 4}};
        sequence.notes = {note(4, 6), note(5, 8), note(9, 20)};
        const auto segments = splitAtTimeChanges(sequence);
        QVERIFY(segments);
        QCOMPARE(segments->size(), 3U);
        const auto& [first, second, third] = std::tie((*segments)[0], (*segments)[1], (*segments)[2]);
        QVERIFY(first.music.notes == std::vector{note(4, 5)});
        QVERIFY(second.music.notes == std::vector{note(0, 3)});
        QVERIFY(third.music.notes == std::vector{note(1, 12)});
        QCOMPARE(first.bar, 0);
        QCOMPARE(second.bar, 3); // five seconds at 120 are two bars and a half
        QCOMPARE(third.bar, 4); // three seconds at 60 are one of them
        QCOMPARE(second.start.value, 5.0);
        QCOMPARE(second.music.firstTempo().value, 60.0);
        QCOMPARE(third.music.firstTempo().value, 60.0);
        QCOMPARE(third.music.firstTimeSignature().numerator, 3);
    }

    void tempoAndSignatureThatChangeTogetherMakeOneCut() {
        NoteSequence sequence;
        sequence.tempos = {{Seconds(0), Bpm(120)}, {Seconds(4), Bpm(60)}, {Seconds(4), Bpm(90)}};
        sequence.timeSignatures = {{Seconds(4), 3, 4}};
        sequence.notes = {note(0, 1), note(4, 5)};
        const auto segments = splitAtTimeChanges(sequence);
        QVERIFY(segments);
        QCOMPARE(segments->size(), 2U);
        QCOMPARE(segments->back().music.firstTempo().value, 90.0);
        QCOMPARE(segments->back().music.firstTimeSignature().numerator, 3);
    }

    void changeThatIsTakenBackAtOnceStillCuts() {
        NoteSequence sequence;
        sequence.tempos = {{Seconds(0), Bpm(120)}, {Seconds(4), Bpm(60)}, {Seconds(4), Bpm(120)}};
        sequence.notes = {note(0, 5)};
        QCOMPARE(splitAtTimeChanges(sequence)->front().music.notes.front().end.value, 4.0);
    }

    void changesAfterTheLastNoteCutNothing() {
        NoteSequence sequence;
        sequence.tempos = {{Seconds(0), Bpm(120)}, {Seconds(5), Bpm(60)}};
        sequence.notes = {note(0, 5)};
        QCOMPARE(splitAtTimeChanges(sequence)->front().music.notes.front().end.value, 5.0);
    }

    void notesBeforeTimeZeroAreLeftOut() {
        NoteSequence sequence;
        sequence.notes = {note(-1, 5), note(0, 5)};
        QCOMPARE(splitAtTimeChanges(sequence)->front().music.notes.size(), 1U);
    }

    void segmentBeginsWithTheHarmonyInForce() {
        NoteSequence sequence;
        sequence.tempos = {{Seconds(0), Bpm(120)}, {Seconds(4), Bpm(60)}};
        sequence.chords = {{Seconds(1), "C"}, {Seconds(3), "G"}, {Seconds(4), "F"}, {Seconds(5), "Am"}};
        sequence.keySignatures = {{Seconds(1), 7, false}};
        sequence.notes = {note(0, 6), note(4, 6)};
        const auto segments = splitAtTimeChanges(sequence);
        QVERIFY(segments);
        const NoteSequence& first = segments->at(0).music;
        const NoteSequence& second = segments->at(1).music;
        QVERIFY((first.chords == std::vector<ChordSymbol>{{Seconds(1), "C"}, {Seconds(3), "G"}}));
        QVERIFY((second.chords == std::vector<ChordSymbol>{{Seconds(0), "F"}, {Seconds(1), "Am"}}));
        QVERIFY((first.keySignatures == std::vector<KeySignature>{{Seconds(1), 7, false}}));
        QVERIFY((second.keySignatures == std::vector<KeySignature>{{Seconds(0), 7, false}}));
    }

    void onlyPedalsOfInstrumentsThatPlayAreCarriedOver() {
        NoteSequence sequence;
        sequence.tempos = {{Seconds(0), Bpm(120)}, {Seconds(4), Bpm(60)}};
        const auto change = [](double time, int controller, int value, int instrument) {
            return ControlChange{
                .time = Seconds(time), .controller = controller, .value = value, .instrument = instrument};
        };
        sequence.controlChanges = {change(1, 64, 10, 0), change(2, 64, 20, 0), change(2, 7, 99, 0),
                                   change(3, 66, 30, 1), change(5, 64, 0, 0)};
        sequence.notes = {note(0, 1), note(4, 6)};
        const auto segments = splitAtTimeChanges(sequence);
        QVERIFY(segments);
        QVERIFY((segments->at(0).music.controlChanges ==
                 std::vector<ControlChange>{change(1, 64, 10, 0), change(2, 64, 20, 0)}));
        QVERIFY((segments->at(1).music.controlChanges ==
                 std::vector<ControlChange>{change(0, 64, 20, 0), change(1, 64, 0, 0)}));
    }

    void brokenTimesAreMalformed() {
        NoteSequence sequence;
        sequence.notes = {note(0, 1)};
        sequence.tempos = {{Seconds(std::numeric_limits<double>::quiet_NaN()), Bpm(120)}};
        QVERIFY(splitAtTimeChanges(sequence).error().code() == ErrorCode::Malformed);
        sequence.tempos.clear();
        sequence.notes.push_back(note(0, std::numeric_limits<double>::infinity()));
        QVERIFY(splitAtTimeChanges(sequence).error().code() == ErrorCode::Malformed);
    }

    void millionChangesCostNoMoreSegmentsThanNotes() {
        NoteSequence sequence;
        for (int i = 0; i < 1'000'000; ++i)
            sequence.tempos.push_back({Seconds(i * 1e-3), Bpm(100.0 + i % 7)});
        sequence.notes = {note(0, 1), note(500, 1000)};
        QCOMPARE(splitAtTimeChanges(sequence)->size(), 2U);
    }

    void silenceHasNoSegments() { QVERIFY(splitAtTimeChanges({})->empty()); }
};

QTEST_APPLESS_MAIN(TestTimeSplit)
#include "tst_TimeSplit.moc"
