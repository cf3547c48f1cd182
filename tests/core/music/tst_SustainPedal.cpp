#include "core/music/SustainPedal.h"

#include "core/base/Random.h"

#include <QTest>

#include <algorithm>

using namespace segue;
using music::ControlChange;
using music::Note;
using music::NoteSequence;
using music::withSustain;

namespace {

Note key(int pitch, double start, double end, int instrument = 0) {
    return {.pitch = MidiPitch(static_cast<std::uint8_t>(pitch)),
            .velocity = Velocity(100),
            .start = Seconds(start),
            .end = Seconds(end),
            .instrument = instrument};
}

ControlChange pedal(double time, int value, int instrument = 0) {
    return {.time = Seconds(time), .controller = 64, .value = value, .instrument = instrument};
}

std::vector<double> ends(const NoteSequence& sequence) {
    std::vector<double> result;
    for (const Note& note : sequence.notes)
        result.push_back(note.end.value);
    return result;
}

std::vector<double> endsOf(std::vector<Note> notes, std::vector<ControlChange> pedals) {
    NoteSequence sequence;
    sequence.notes = std::move(notes);
    sequence.controlChanges = std::move(pedals);
    return ends(withSustain(sequence).music);
}

bool isDown(const NoteSequence& sequence, int instrument, Seconds time) {
    bool down = false;
    for (const ControlChange& change : sequence.controlChanges)
        if (change.instrument == instrument && change.time <= time)
            down = change.value >= 64;
    return down;
}

/// One note at a time: until the key is up and then the pedal, or until the next strike with the pedal down.
double slowEnd(const Note& note, const NoteSequence& sequence) {
    double over = 0;
    for (const Note& other : sequence.notes)
        over = std::max(over, other.end.value);
    for (const ControlChange& change : sequence.controlChanges)
        over = std::max(over, change.time.value);
    double end = note.end.value;
    if (isDown(sequence, note.instrument, note.end)) {
        end = over;
        for (const ControlChange& change : sequence.controlChanges)
            if (change.instrument == note.instrument && change.value < 64 && change.time > note.end)
                end = std::min(end, change.time.value);
    }
    for (const Note& other : sequence.notes)
        if (other.instrument == note.instrument && other.pitch == note.pitch && other.start > note.start &&
            isDown(sequence, note.instrument, other.start))
            end = std::min(end, other.start.value);
    return end;
}

} // namespace

class TestSustainPedal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void noteGoesOnUntilThePedalIsLifted() {
        QCOMPARE(endsOf({key(60, 1, 2)}, {pedal(0, 127), pedal(5, 0)}), (std::vector{5.0}));
        QCOMPARE(endsOf({key(60, 1, 2)}, {pedal(1.5, 64), pedal(5, 63)}), (std::vector{5.0}));
        QCOMPARE(endsOf({key(60, 1, 2)}, {pedal(0, 63), pedal(5, 0)}), (std::vector{2.0}));
    }

    void keyHeldLongerThanThePedalEndsWithTheKey() {
        QCOMPARE(endsOf({key(60, 1, 6)}, {pedal(0, 127), pedal(5, 0)}), (std::vector{6.0}));
        QCOMPARE(endsOf({key(60, 1, 5)}, {pedal(0, 127), pedal(5, 0)}), (std::vector{5.0}));
    }

    void pedalAfterTheNoteDoesNothing() { QCOMPARE(endsOf({key(60, 1, 2)}, {pedal(3, 127)}), (std::vector{2.0})); }

    void strikingAPitchAgainEndsIt() {
        QCOMPARE(endsOf({key(60, 1, 2), key(60, 3, 4), key(62, 1, 2)}, {pedal(0, 127), pedal(5, 0)}),
                 (std::vector{3.0, 5.0, 5.0}));
        // Also while the first key is still held.
        QCOMPARE(endsOf({key(60, 1, 4), key(60, 3, 3.5)}, {pedal(0, 127), pedal(5, 0)}), (std::vector{3.0, 5.0}));
    }

    void samePitchAtOnceBecomesOne() {
        QCOMPARE(endsOf({key(60, 1, 2), key(60, 1, 3)}, {pedal(0, 127), pedal(5, 0)}), (std::vector{5.0}));
        QCOMPARE(endsOf({key(60, 1, 2), key(60, 1, 3)}, {}), (std::vector{2.0, 3.0}));
    }

    void pedalNeverLiftedHoldsUntilAllIsOver() {
        QCOMPARE(endsOf({key(60, 1, 2), key(64, 3, 9)}, {pedal(0, 127)}), (std::vector{9.0, 9.0}));
        QCOMPARE(endsOf({key(60, 1, 2), key(64, 3, 9, 1)}, {pedal(0, 127)}), (std::vector{9.0, 9.0}));
    }

    void pedalsLetGoWithTheLastKeyThoughDrumsGoOn() {
        NoteSequence sequence;
        sequence.notes = {key(60, 1, 2), key(64, 3, 9), key(36, 9, 12)};
        sequence.notes[2].isDrum = true;
        QVERIFY(!withSustain(sequence).letGo);
        sequence.controlChanges = {pedal(0, 127)};
        QVERIFY(withSustain(sequence).letGo == Seconds(9));
        sequence.controlChanges.push_back(pedal(9, 0));
        QVERIFY(!withSustain(sequence).letGo); // lifted in time
    }

    void instrumentsHavePedalsOfTheirOwn() {
        QCOMPARE(endsOf({key(60, 1, 2, 0), key(60, 1, 2, 1)}, {pedal(0, 127, 1), pedal(7, 0, 1)}),
                 (std::vector{2.0, 7.0}));
    }

    void drumsAreNotConcerned() {
        Note drum = key(36, 1, 2);
        drum.isDrum = true;
        QCOMPARE(endsOf({drum}, {pedal(0, 127), pedal(5, 0)}), (std::vector{2.0}));
    }

    void otherControllersStayAndThePedalIsSpent() {
        NoteSequence sequence;
        sequence.notes = {key(60, 1, 2)};
        sequence.controlChanges = {pedal(0, 127), pedal(1, 3)};
        sequence.controlChanges[1].controller = 7;
        const NoteSequence sounding = withSustain(sequence).music;
        QCOMPARE(sounding.controlChanges.size(), 1U);
        QCOMPARE(sounding.controlChanges[0].controller, 7);
        QVERIFY(withSustain(sounding).music == sounding);
    }

    void everyNoteEndsWhereThePedalSaysItDoes() {
        for (std::uint64_t seed = 1; seed <= 200; ++seed) {
            Random random(seed);
            NoteSequence sequence;
            for (int start = 0; start < 40; ++start)
                for (int instrument = 0; instrument < 2; ++instrument)
                    if (random.chance(0.5))
                        sequence.notes.push_back(key(static_cast<int>(60 + random.below(3)), start,
                                                     start + 1 + static_cast<double>(random.below(6)), instrument));
            for (int time = 0; time < 45; time += 2)
                sequence.controlChanges.push_back(
                    pedal(time, random.chance(0.5) ? 127 : 0, static_cast<int>(random.below(2))));
            std::vector<double> expected;
            for (const Note& note : sequence.notes)
                expected.push_back(slowEnd(note, sequence));
            QVERIFY2(ends(withSustain(sequence).music) == expected, qPrintable(QStringLiteral("seed %1").arg(seed)));
        }
    }

    void manyPedalsAndManyNotesTakeNoLongTime() {
        NoteSequence sequence;
        for (int i = 0; i < 50'000; ++i) {
            sequence.notes.push_back(key(60, i, 1e6));
            sequence.controlChanges.push_back(pedal(i + 0.25, 127));
            sequence.controlChanges.push_back(pedal(i + 0.5, 0));
        }
        QCOMPARE(withSustain(sequence).music.notes.size(), 50'000U);
    }
};

QTEST_APPLESS_MAIN(TestSustainPedal)
#include "tst_SustainPedal.moc"
