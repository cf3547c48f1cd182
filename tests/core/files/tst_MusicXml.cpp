#include "core/files/MusicXml.h"

#include "core/files/MidiFile.h"
#include "core/files/MusicXmlDirection.h"
#include "core/files/MusicXmlHarmony.h"
#include "core/files/MusicXmlInstruments.h"
#include "core/files/MusicXmlPart.h"

#include "tests/core/files/MusicXmlBytes.h"

#include <QTest>

using namespace segue;
using namespace segue::files;

class TestMusicXml : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void notesSoundWhereTheyAreWritten_data() {
        QTest::addColumn<QString>("notes");
        const auto row = [](const char* file, const char* notes) { QTest::newRow(file) << QString::fromLatin1(notes); };
        row("ties", "60 0-7, 64 0-5, 60 7-8");
        row("voices", "72 0-2, 76 0-2, 79 0-2, 54 1-4, 71 2-4");
        row("tuplets", "60 0-0.3333, 62 0.3333-0.6667, 64 0.6667-1, 65 1-1.4, 67 1.4-2, 69 2-4");
        row("pickup", "67 0-1, 72 1-4, 74 4-6, 76 6-7, 77 10-12");
        row("grace", "72 0-1, 74 0.875-0.9375, 77 0.875-0.9375, 76 0.9375-1, 79 1-2, 81 1.9375-2, 83 2-4, "
                     "84 3.9375-4");
        row("transposition", "60 0-2, 84 0-2");
        row("percussion", "36 0-1, 42 0-1, 38 1-2");
        row("instruments", "36 0-2, 72 0-1, 60 1-2");
        row("meters", "60 0-2.5, 62 6-15, 64 15-19");
        row("repeats", "60 0-1, 62 1-2, 64 2-4, 65 4-5, 67 5-6, 69 6-7, 71 7-8");
        row("timewise", "72 0-1, 48 1-2, 74 1-2");
    }
    void notesSoundWhereTheyAreWritten() {
        QFETCH(QString, notes);
        QCOMPARE(QString::fromStdString(test::inQuarters(read(QTest::currentDataTag()).sequence)), notes);
    }

    void soundScoresNeedNoRepair() {
        for (const char* name : {"ties", "voices", "tuplets", "pickup", "transposition", "instruments", "meters",
                                 "dynamics", "timewise"}) {
            const auto repairs = read(name).repairs;
            QVERIFY2(repairs.empty(), repairs.empty() ? "" : repairs.front().what.c_str());
        }
    }

    void graceNoteBeforeTheBeginningIsLeftOutAndReported() {
        QCOMPARE(read("grace").repairs.size(), std::size_t{1});
        QVERIFY(read("grace").repairs.front().what.starts_with("Measure 1: a grace note"));
    }

    void irregularMeasuresHaveTimeSignaturesOfTheirOwn() {
        const auto meters = read("pickup").sequence.timeSignatures;
        using music::TimeSignature;
        QVERIFY(meters == (std::vector<TimeSignature>{{Seconds(0), 1, 4},
                                                      {Seconds(0.5), 3, 4},
                                                      {Seconds(2), 2, 4},
                                                      {Seconds(3), 1, 4},
                                                      {Seconds(3.5), 3, 4}}));
    }

    void timeSignaturesAreAddedUpAndKeysHaveTheirTonic() {
        const auto sequence = read("meters").sequence;
        using music::TimeSignature;
        QVERIFY(sequence.timeSignatures ==
                (std::vector<TimeSignature>{
                    {Seconds(0), 5, 8}, {Seconds(1.25), 7, 8}, {Seconds(3), 9, 4}, {Seconds(7.5), 4, 4}}));
        using music::KeySignature;
        QVERIFY(sequence.keySignatures ==
                (std::vector<KeySignature>{{Seconds(0), 0, true}, {Seconds(1.25), 7, false}}));
    }

    void transposedPartsHaveTheirSoundingKeyAndChords() {
        const auto sequence = read("transposition").sequence;
        QVERIFY(sequence.keySignatures == (std::vector<music::KeySignature>{{Seconds(0), 0, false}}));
        QVERIFY(sequence.chords == (std::vector<music::ChordSymbol>{{Seconds(0), "C7/E"}}));
    }

    void instrumentsHaveTheirNamesAndPrograms() {
        const auto sequence = read("instruments").sequence;
        using music::InstrumentName;
        QVERIFY(sequence.instrumentNames == (std::vector<InstrumentName>{{0, "Flute"}, {1, "Oboe"}, {2, "Bass"}}));
        std::map<int, int> programs;
        for (const music::Note& note : sequence.notes)
            programs[note.instrument] = note.program;
        QVERIFY(programs == (std::map<int, int>{{0, 73}, {1, 68}, {2, 32}}));
    }

    void drumsOfAPartAreOneInstrument() {
        const auto [sequence, repairs] = read("percussion");
        QCOMPARE(sequence.instrumentNames.size(), std::size_t{2});
        for (const music::Note& note : sequence.notes)
            QVERIFY(note.isDrum && note.instrument == (note.pitch == MidiPitch(42) ? 1 : 0));
        QCOMPARE(repairs.size(), std::size_t{2});
        QVERIFY(repairs[0].what.starts_with("Measure 1 of Tambourine and hi-hat: a drum without a MIDI key sounds"));
        QVERIFY(repairs[1].what.ends_with("a drum without a MIDI key is left out"));
    }

    void tempoIsWhatIsHeard() {
        const auto [sequence, repairs] = read("tempo");
        std::vector<double> starts;
        for (const music::Note& note : sequence.notes)
            starts.push_back(std::round(note.start.value * 1e6) / 1e6);
        QVERIFY(starts == (std::vector<double>{0, 0.5, 1.5, 2.5}));
        QCOMPARE(std::round(sequence.totalTime().value * 1e6), 3e6);
        std::vector<double> tempos;
        for (const music::TempoChange& change : sequence.tempos)
            tempos.push_back(change.tempo.value);
        QVERIFY(tempos == (std::vector<double>{120, 60, 120, 240}));
        QCOMPARE(repairs.size(), std::size_t{1});
        QVERIFY(repairs.front().what.starts_with("Measure 3 of Piano: a tempo"));
    }

    void dynamicsBecomeVelocities() {
        std::vector<int> high;
        std::vector<int> low;
        for (const music::Note& note : read("dynamics").sequence.notes)
            (note.pitch == MidiPitch(60) ? high : low).push_back(note.velocity.value);
        QVERIFY(high == (std::vector<int>{80, 49, 112, 49, 90, 45, 96, 49}));
        QVERIFY(low == (std::vector<int>{80, 49}));
    }

    void harmoniesBecomeFigures() {
        const auto [sequence, repairs] = read("harmony");
        using music::ChordSymbol;
        QVERIFY(sequence.chords ==
                (std::vector<ChordSymbol>{
                    {Seconds(0), "Am7"}, {Seconds(1), "C/E"}, {Seconds(1.5), "Bb7(#9)"}, {Seconds(2), "N.C."}}));
        QCOMPARE(repairs.size(), std::size_t{1});
        QVERIFY(repairs.front().what.starts_with("Measure 2 of Piano: a harmony") ||
                repairs.front().what.starts_with("Measure 2 of Lead: a harmony"));
    }

    void repeatsStandOnceUnlessTheyAreUnfolded() {
        QVERIFY(read("repeats").repairs.front().what.find("repeats are not played") != std::string::npos);
        const auto unfolded = readMusicXml(test::musicXmlData("musicxml/repeats.musicxml"), {.unfoldRepeats = true});
        QVERIFY(unfolded->repairs.empty());
        QCOMPARE(test::inQuarters(unfolded->sequence),
                 std::string("60 0-1, 62 1-2, 64 2-4, 62 4-5, 65 5-6, 67 6-7, 69 7-8, 67 8-9, 71 9-10"));
        std::vector<double> tempos; // the repeat begins at its own tempo again
        for (const music::TempoChange& change : unfolded->sequence.tempos)
            tempos.push_back(change.tempo.value);
        QVERIFY(tempos == (std::vector<double>{120, 60, 120}));
    }

    void scoresComeInEveryEncoding() {
        std::string score = test::scoreOf(test::wholeNote());
        score.replace(score.find("Piano"), 5, "H\xC3\xB6rner");
        const auto inUtf8 = readMusicXml(test::bytesOf(score));
        QCOMPARE(inUtf8->sequence.instrumentNames.front().name, std::string("H\xC3\xB6rner"));
        const std::u16string wide = QString::fromStdString(score).toStdU16String();
        for (const bool bigEndian : {false, true}) {
            std::string utf16 = bigEndian ? "\xFE\xFF" : "\xFF\xFE";
            for (const char16_t c : wide)
                for (const int shift : {bigEndian ? 8 : 0, bigEndian ? 0 : 8})
                    utf16 += static_cast<char>(c >> shift & 0xFF);
            QVERIFY(beginsAsMusicXml(test::bytesOf(utf16)));
            QVERIFY(*readMusicXml(test::bytesOf(utf16)) == *inUtf8);
        }
        std::string latin = QString::fromStdString(score).toLatin1().toStdString();
        QVERIFY(*readMusicXml(test::bytesOf(latin)) == *inUtf8); // undeclared
        latin.replace(0, latin.find("?>"), "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"");
        QVERIFY(*readMusicXml(test::bytesOf(latin)) == *inUtf8);
    }

    void everyScoreSurvivesTheWayThroughMidi() {
        for (const char* name : {"ties", "voices", "tuplets", "percussion", "meters", "repeats"}) {
            const auto sequence = read(name).sequence;
            const auto again = readMidi(writeMidi(sequence));
            QCOMPARE(again->notes.size(), sequence.notes.size());
            for (std::size_t i = 0; i < sequence.notes.size(); ++i)
                QVERIFY(std::abs(again->notes[i].start.value - sequence.notes[i].start.value) < 1e-3);
        }
    }

private:
    static ReadMusic read(const std::string& name) {
        auto score = readMusicXml(test::musicXmlData("musicxml/" + name + ".musicxml"));
        if (!score)
            qFatal("%s: %s", name.c_str(), score.error().text().c_str());
        return std::move(*score);
    }
};

QTEST_APPLESS_MAIN(TestMusicXml)
#include "tst_MusicXml.moc"
