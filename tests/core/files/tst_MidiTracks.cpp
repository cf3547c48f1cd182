#include "core/files/MidiTracks.h"

#include "tests/core/files/MidiBytes.h"

#include <QTest>

using namespace segue;
using namespace segue::files;
using namespace segue::test;

class TestMidiTracks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void noteKeepsTheProgramItBeganWith() {
        MidiTracks tracks;
        QVERIFY(read(tracks, bytes({0x00, 0xC0, 5, 0x00, 0x90, 60, 1, 0x01, 0xC0, 6, 0x01, 0x80, 60, 0})));
        QCOMPARE(static_cast<int>(tracks.notes.at(0).program), 5);
        QCOMPARE(tracks.notes.at(0).end.value, std::int64_t{2});
        QCOMPARE(tracks.instruments, 1);
    }

    void nothingSoundsFromTrackToTrack() {
        MidiTracks tracks;
        MidiTrackParser parser(tracks);
        const Bytes first = bytes({0x00, 0x90, 60, 1, 0x00, 60, 2, 0x05, 60, 0});
        const Bytes second = bytes({0x00, 0x80, 60, 0, 0x00, 0x90, 60, 3, 0x07, 0x80, 60, 0});
        QVERIFY(parser.read(ByteReader(first), Ticks(0)));
        QVERIFY(parser.read(ByteReader(second), Ticks(100)));
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
        QVERIFY(read(tracks, events));
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
        QVERIFY(read(tracks, bytes({0x00, 0xFF, 0x59, 2, sharps & 0xFF, isMinor ? 1 : 0})));
        QCOMPARE(tracks.keys.at(0).value.tonic, tonic);
        QCOMPARE(tracks.keys.at(0).value.isMinor, isMinor);
    }

    void trackNameComesBeforeInstrumentName() {
        MidiTracks tracks;
        const Bytes note = bytes({0x00, 0x90, 60, 1});
        QVERIFY(read(tracks, bytes({0x00, 0xFF, 4, 3}) + text("Kit") + note + bytes({0x00, 0xFF, 3, 5}) +
                                 text("Drums") + bytes({0x00, 0xFF, 3, 5}) + text("Other")));
        QVERIFY(tracks.names == (std::vector<music::InstrumentName>{{0, "Drums"}}));
    }

private:
    static bool read(MidiTracks& tracks, const Bytes& events) {
        return MidiTrackParser(tracks).read(ByteReader(events), Ticks(0)).has_value();
    }
};

QTEST_APPLESS_MAIN(TestMidiTracks)
#include "tst_MidiTracks.moc"
