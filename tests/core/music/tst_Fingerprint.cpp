#include "core/music/Fingerprint.h"

#include <QTest>

#include <functional>

using namespace segue;
using namespace segue::music;

namespace {

NoteSequence piece() {
    NoteSequence sequence;
    sequence.name = "a.mid";
    sequence.tempos = {{Seconds(0), Bpm(96)}};
    sequence.timeSignatures = {{Seconds(0), 4, 4}};
    sequence.keySignatures = {{Seconds(0), 7, false}};
    sequence.chords = {{Seconds(0), "G"}};
    sequence.controlChanges = {{Seconds(0.25), 64, 127, 0, 0, false}};
    sequence.pitchBends = {{Seconds(0.5), 100, 0, 0, false}};
    sequence.notes = {{MidiPitch(36), Velocity(100), Seconds(0), Seconds(0.5), 1, 0, true},
                      {MidiPitch(60), Velocity(90), Seconds(0), Seconds(0.5), 0, 5, false}};
    return sequence;
}

} // namespace

class TestFingerprint : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void namesTracksAndTinyTimesMakeNoDifference() {
        NoteSequence other = piece();
        other.name = "b.mid";
        other.ticksPerQuarter = 96;
        other.instrumentNames = {{0, "Piano"}};
        std::swap(other.notes[0], other.notes[1]);
        for (Note& note : other.notes)
            note.instrument += 3;
        other.notes[0].end.value += 1e-8;
        QCOMPARE(fingerprint(other), fingerprint(piece()));
    }

    void everyOtherChangeMakesOne_data() {
        QTest::addColumn<std::function<void(NoteSequence&)>>("change");
        const auto row = [](const char* name, const std::function<void(NoteSequence&)>& change) {
            QTest::newRow(name) << change;
        };
        row("pitch", [](NoteSequence& s) { s.notes[1].pitch = MidiPitch(61); });
        row("velocity", [](NoteSequence& s) { s.notes[0].velocity = Velocity(101); });
        row("start", [](NoteSequence& s) { s.notes[0].start.value += 0.001; });
        row("end", [](NoteSequence& s) { s.notes[0].end.value += 0.001; });
        row("program", [](NoteSequence& s) { s.notes[1].program = 6; });
        row("drum", [](NoteSequence& s) { s.notes[0].isDrum = false; });
        row("a note less", [](NoteSequence& s) { s.notes.pop_back(); });
        row("a note twice", [](NoteSequence& s) { s.notes.push_back(s.notes[0]); });
        row("tempo", [](NoteSequence& s) { s.tempos[0].tempo = Bpm(97); });
        row("meter", [](NoteSequence& s) { s.timeSignatures[0].numerator = 3; });
        row("key", [](NoteSequence& s) { s.keySignatures[0].isMinor = true; });
        row("chord", [](NoteSequence& s) { s.chords[0].figure = "Gm"; });
        row("pedal", [](NoteSequence& s) { s.controlChanges[0].value = 0; });
        row("bend", [](NoteSequence& s) { s.pitchBends[0].bend = -100; });
    }
    void everyOtherChangeMakesOne() {
        QFETCH(std::function<void(NoteSequence&)>, change);
        NoteSequence other = piece();
        change(other);
        QVERIFY(fingerprint(other) != fingerprint(piece()));
    }
};

Q_DECLARE_METATYPE(std::function<void(segue::music::NoteSequence&)>)

QTEST_APPLESS_MAIN(TestFingerprint)
#include "tst_Fingerprint.moc"
