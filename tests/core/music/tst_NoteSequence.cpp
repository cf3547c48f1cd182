#include "core/music/NoteSequence.h"

#include <QTest>

using namespace segue;
using namespace segue::music;

class TestNoteSequence : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void notesSortByStartThenPitchAndElseStayInOrder() {
        NoteSequence sequence;
        sequence.notes = {note(60, 1, 0), note(50, 1, 1), note(70, 0, 2), note(50, 1, 3)};
        sequence.sortNotes();
        std::vector<int> order;
        for (const Note& note : sequence.notes)
            order.push_back(note.instrument);
        QVERIFY(order == (std::vector{2, 1, 3, 0}));
    }

    void totalTimeIsTheEndOfTheLastNoteToEnd() {
        NoteSequence sequence;
        QCOMPARE(sequence.totalTime().value, 0.0);
        sequence.notes = {note(60, 0, 0), note(60, 1, 0)};
        sequence.notes[0].end = Seconds(9);
        QCOMPARE(sequence.totalTime().value, 9.0);
    }

    void withoutChangesItIs120InFourFour() {
        NoteSequence sequence;
        QCOMPARE(sequence.firstTempo().value, 120.0);
        QCOMPARE(sequence.firstTimeSignature().beatsPerBar(), 4.0);
        sequence.tempos = {{Seconds(0), Bpm(90)}, {Seconds(1), Bpm(60)}};
        sequence.timeSignatures = {{Seconds(0), 7, 8}, {Seconds(1), 4, 4}};
        QCOMPARE(sequence.firstTempo().value, 90.0);
        QCOMPARE(sequence.firstTimeSignature().beatsPerBar(), 3.5);
    }

private:
    static Note note(std::uint8_t pitch, double start, int instrument) {
        return {MidiPitch(pitch), Velocity(100), Seconds(start), Seconds(start + 0.5), instrument};
    }
};

QTEST_APPLESS_MAIN(TestNoteSequence)
#include "tst_NoteSequence.moc"
