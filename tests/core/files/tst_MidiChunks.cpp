#include "core/files/MidiChunks.h"

#include "tests/core/files/MidiBytes.h"

#include <QTest>

using namespace segue;
using namespace segue::files;
using namespace segue::test;

namespace {

std::size_t sizeOf(const MidiChunks::Track& track) {
    return track.events.remaining();
}

} // namespace

class TestMidiChunks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void headerIsRead() {
        MidiDefects defects;
        const auto file = midiHeader(2, 3, 0xE728);
        const auto chunks = MidiChunks::open(file, defects);
        QVERIFY(chunks);
        QCOMPARE(chunks->header().type, 2);
        QCOMPARE(chunks->header().tracks, 3);
        QCOMPARE(chunks->header().secondsPerTick, 0.001);
        QCOMPARE(chunks->header().ticksPerQuarter, 500);
        QVERIFY(defects.repairs().empty());
    }

    void tracksAreFoundBetweenOtherChunks() {
        MidiDefects defects;
        const Bytes file = midiHeader(1, 2, 96) + text("XFIH") + bigEndian32(2) + text("ab") + midiTrack(text("abc")) +
                           midiTrack(text("abcdef"));
        auto chunks = MidiChunks::open(file, defects);
        QVERIFY(chunks);
        QCOMPARE(sizeOf(*chunks->next()), std::size_t{3});
        const auto second = chunks->next();
        QCOMPARE(sizeOf(*second), std::size_t{6});
        QCOMPARE(second->number, 2);
        QVERIFY(!chunks->next());
        QVERIFY(defects.repairs().empty());
    }

    void aLengthIsBelievedWhereAChunkFollows() { // though the events end before, and "MTrk" is among them
        MidiDefects defects;
        const Bytes file = midiHeader(0, 1, 96) + midiTrack(endOfTrack() + text("xxMTrkxx"));
        auto chunks = MidiChunks::open(file, defects);
        QCOMPARE(sizeOf(*chunks->next()), std::size_t{12});
        QVERIFY(!chunks->next());
        QVERIFY(defects.repairs().empty());
    }

    void aWrongLengthGivesWayToTheEvents() {
        MidiDefects defects;
        const Bytes note = bytes({0x00, 0x90, 60, 1, 0x10, 60, 0});
        const Bytes file =
            midiHeader(1, 2, 96) + text("MTrk") + bigEndian32(9) + note + endOfTrack() + midiTrack(endOfTrack());
        auto chunks = MidiChunks::open(file, defects);
        QCOMPARE(sizeOf(*chunks->next()), std::size_t{11});
        QCOMPARE(sizeOf(*chunks->next()), std::size_t{4});
        QVERIFY(!chunks->next());
        QCOMPARE(defects.repairs().size(), std::size_t{1});
    }

    void aTrackRightBehindTheEventsIsTheNext() {
        MidiDefects defects;
        const Bytes inner = midiTrack(endOfTrack());
        const Bytes file = midiHeader(1, 2, 96) + midiTrack(endOfTrack() + inner);
        auto chunks = MidiChunks::open(file, defects);
        const auto outer = chunks->next();
        QCOMPARE(sizeOf(*outer), std::size_t{16});
        chunks->eventsEndedAt(outer->events.offset() + 4);
        QCOMPARE(sizeOf(*chunks->next()), std::size_t{4});
        QVERIFY(!chunks->next());
    }
};

QTEST_APPLESS_MAIN(TestMidiChunks)
#include "tst_MidiChunks.moc"
