#include "core/files/MidiTracks.h"

#include "tests/core/files/MidiBytes.h"

#include <QTest>

#include <array>

using namespace segue;
using namespace segue::files;
using namespace segue::test;

class TestMidiTracks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void noteKeepsTheProgramItBeganWith() {
        MidiTracks tracks;
        read(tracks, bytes({0x00, 0xC0, 5, 0x00, 0x90, 60, 1, 0x01, 0xC0, 6, 0x01, 0x80, 60, 0}));
        QCOMPARE(static_cast<int>(tracks.notes.at(0).program), 5);
        QCOMPARE(tracks.notes.at(0).end.value, std::int64_t{2});
        QCOMPARE(tracks.instruments, 1);
    }

    void nothingSoundsFromTrackToTrack() {
        MidiTracks tracks;
        MidiDefects defects;
        MidiTrackParser parser(tracks, defects, kLast);
        const Bytes first = bytes({0x00, 0x90, 60, 1, 0x00, 60, 2, 0x05, 60, 0});
        const Bytes second = bytes({0x00, 0x80, 60, 0, 0x00, 0x90, 60, 3, 0x07, 0x80, 60, 0});
        parser.read(ByteReader(first), Ticks(0));
        parser.read(ByteReader(second), Ticks(100));
        QCOMPARE(tracks.notes.size(), std::size_t{3});
        QCOMPARE(tracks.notes[1].end.value, std::int64_t{5}); // hung, and ended with its track
        QCOMPARE(tracks.notes[2].start.value, std::int64_t{100});
        QCOMPARE(tracks.notes[2].end.value, std::int64_t{107});
        QCOMPARE(tracks.end.value, std::int64_t{107});
        QCOMPARE(tracks.instruments, 2);
    }

    void manyNotesOfAPitchEndInTheirOrder() {
        MidiTracks tracks;
        Bytes events;
        for (int i = 0; i < 100; ++i)
            events = events + bytes({0x01, 0x93, 70, 1 + i});
        for (int i = 0; i < 100; ++i)
            events = events + bytes({0x01, 0x83, 70, 0});
        read(tracks, events);
        for (int i = 0; i < 100; ++i) {
            const TickNote& note = tracks.notes.at(static_cast<std::size_t>(i));
            QCOMPARE(static_cast<int>(note.velocity.value), 1 + i);
            QCOMPARE(note.start.value, std::int64_t{1 + i});
            QCOMPARE(note.end.value, std::int64_t{101 + i});
        }
    }

    void keysAreTonics_data() {
        QTest::addColumn<int>("sharps");
        QTest::addColumn<bool>("isMinor");
        QTest::addColumn<int>("tonic");
        QTest::newRow("C major") << 0 << false << 0;
        QTest::newRow("A minor") << 0 << true << 9;
        QTest::newRow("G major") << 1 << false << 7;
        QTest::newRow("F major") << -1 << false << 5;
        QTest::newRow("D minor") << -1 << true << 2;
        QTest::newRow("C sharp major") << 7 << false << 1;
        QTest::newRow("C flat major") << -7 << false << 11;
        QTest::newRow("E flat minor") << -6 << true << 3;
    }
    void keysAreTonics() {
        QFETCH(int, sharps);
        QFETCH(bool, isMinor);
        QFETCH(int, tonic);
        MidiTracks tracks;
        read(tracks, bytes({0x00, 0xFF, 0x59, 2, sharps & 0xFF, isMinor ? 1 : 0}));
        QCOMPARE(tracks.keys.at(0).value.tonic, tonic);
        QCOMPARE(tracks.keys.at(0).value.isMinor, isMinor);
    }

    void trackNameComesBeforeInstrumentName() {
        MidiTracks tracks;
        const Bytes note = bytes({0x00, 0x90, 60, 1});
        read(tracks, bytes({0x00, 0xFF, 4, 3}) + text("Kit") + note + bytes({0x00, 0xFF, 3, 5}) + text("Drums") +
                         bytes({0x00, 0xFF, 3, 5}) + text("Other"));
        QVERIFY(tracks.names == (std::vector<music::InstrumentName>{{0, "Drums"}}));
    }

    void controllersBelongToTheInstrumentOfTheirChannel() {
        MidiTracks tracks;
        read(tracks, bytes({0x00, 0xB0, 7, 100}) + // waits for the note
                         bytes({0x00, 0xC0, 5, 0x00, 0x90, 60, 1, 0x01, 60, 0}) +
                         bytes({0x00, 0xB0, 64, 127, 0x00, 0xE0, 0x01, 0x40}) + // instrument 0
                         bytes({0x00, 0xC0, 6, 0x00, 0xB0, 64, 0, 0x00, 0x90, 60, 1, 0x01, 60, 0}) + // waits for 1
                         bytes({0x00, 0xC0, 7, 0x00, 0xB0, 1, 2})); // no note follows: that of the last one
        std::vector<std::array<int, 4>> controls;
        for (const TickControl& c : tracks.controls)
            controls.push_back({c.controller, c.value, c.instrument, c.program});
        QVERIFY(controls == (std::vector<std::array<int, 4>>{
                                {7, 100, 0, 5}, {64, 127, 0, 5}, {kPitchWheel, 1, 0, 5}, {64, 0, 1, 6}, {1, 2, 1, 6}}));
        QCOMPARE(tracks.instruments, 2);
    }

    void controllersWithoutNotesGetTheLastNumbers() {
        MidiTracks tracks;
        MidiDefects defects;
        MidiTrackParser parser(tracks, defects, kLast);
        const Bytes first = bytes({0x00, 0xFF, 3, 3}) + text("Mix") + bytes({0x00, 0xB3, 7, 90, 0x00, 0xC3, 9});
        const Bytes second = bytes({0x00, 0x93, 60, 1, 0x01, 60, 0});
        parser.read(ByteReader(first), Ticks(0));
        parser.read(ByteReader(second), Ticks(0));
        parser.finish();
        QCOMPARE(tracks.notes.at(0).instrument, 0);
        QCOMPARE(tracks.controls.at(0).instrument, 1);
        QCOMPARE(static_cast<int>(tracks.controls.at(0).program), 9);
        QVERIFY(tracks.names == (std::vector<music::InstrumentName>{{1, "Mix"}}));
        QCOMPARE(tracks.instruments, 2);
    }

    void longNamesAreCutBetweenCharacters() {
        MidiTracks tracks;
        std::string name = "x";
        while (name.size() < 300)
            name += "ü";
        read(tracks, bytes({0x00, 0xFF, 3, 0x82, 0x2D}) + text(name) + bytes({0x00, 0x90, 60, 1}));
        QCOMPARE(tracks.names.at(0).name, name.substr(0, 255));
    }

    void eventsAfterTheLastTickAreLeftOut() {
        MidiTracks tracks;
        MidiDefects defects;
        MidiTrackParser parser(tracks, defects, Ticks(100));
        const Bytes events = bytes({0x10, 0x90, 60, 1, 0x64, 60, 0, 0x00, 62, 1, 0x01, 62, 0, 0x00, 0xB0, 1, 2}) +
                             bytes({0x00, 0xFF, 0x51, 3, 1, 1, 1});
        parser.read(ByteReader(events), Ticks(0));
        QCOMPARE(tracks.notes.size(), std::size_t{1});
        QCOMPARE(tracks.notes[0].end.value, std::int64_t{100});
        QVERIFY(tracks.controls.empty() && tracks.tempos.empty());
        QCOMPARE(tracks.tooLate, 5);
    }

private:
    static constexpr Ticks kLast{1'000'000};

    static void read(MidiTracks& tracks, const Bytes& events) {
        MidiDefects defects;
        MidiTrackParser parser(tracks, defects, kLast);
        parser.read(ByteReader(events), Ticks(0));
        parser.finish();
    }
};

QTEST_APPLESS_MAIN(TestMidiTracks)
#include "tst_MidiTracks.moc"
