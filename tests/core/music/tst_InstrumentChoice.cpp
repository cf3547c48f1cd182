#include "core/music/InstrumentChoice.h"

#include <QTest>

using namespace segue;
using namespace segue::music;

class TestInstrumentChoice : public QObject {
    Q_OBJECT

private:
    static NoteSequence band() {
        NoteSequence sequence;
        for (const int instrument : {0, 1, 2, 1})
            sequence.notes.push_back({MidiPitch(60), Velocity(80), Seconds(0), Seconds(1), instrument});
        sequence.instrumentNames = {{0, "PIANO"}, {1, "Melody"}}; // 2 has no name
        return sequence;
    }
    static std::vector<int> kept(const std::vector<std::string>& names) {
        NoteSequence sequence = band();
        keepInstruments(sequence, names);
        std::vector<int> instruments;
        for (const Note& note : sequence.notes)
            instruments.push_back(note.instrument);
        return instruments;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void theNotesOfTheNamedStayInUpperAndLowerCase() {
        QVERIFY(kept({"MELODY"}) == (std::vector{1, 1}));
        QVERIFY(kept({"melody", "piano"}) == (std::vector{0, 1, 1}));
    }

    void whatHasNoSuchNameGoes() {
        QVERIFY(kept({"Melod"}).empty());
        QVERIFY(kept({""}).empty());
    }
};

QTEST_APPLESS_MAIN(TestInstrumentChoice)
#include "tst_InstrumentChoice.moc"
