#include "core/files/MidiEvents.h"

#include "tests/core/files/MidiBytes.h"

#include "core/base/Random.h"

#include <QTest>

#include <limits>

using namespace segue;
using namespace segue::files;
using namespace segue::test;

class TestMidiEvents : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void runningStatusOutlivesMetaEvents() {
        const Bytes track = bytes({0x10, 0x95, 60, 1, 0x81, 0x00, 0xFF, 0x01, 2, 'h', 'i', 0x00, 61, 2});
        MidiEventReader reader{ByteReader(track)};
        MidiEvent event = reader.next();
        QVERIFY(event.delta == 16 && event.status == 0x95 && event.first == 60 && event.second == 1);
        event = reader.next();
        QVERIFY(event.delta == 128 && event.status == 0xFF && event.first == 1);
        QCOMPARE(event.data.text(2), std::string_view("hi"));
        event = reader.next();
        QVERIFY(event.isWhole && event.status == 0x95 && event.first == 61 && event.second == 2);
        QVERIFY(reader.atEnd());
    }

    void walkStopsAtAFaultOrTheEnd() {
        const Bytes sound = bytes({0x00, 0x90, 60, 1, 0x00, 61, 1});
        const Bytes ended = sound + endOfTrack() + sound;
        MidiWalk walk = MidiEventReader{ByteReader(ended)}.walk(100);
        QVERIFY(walk.events == 3 && walk.reachedEnd && walk.offset == 11);
        walk = MidiEventReader{ByteReader(ended)}.walk(2);
        QVERIFY(walk.events == 2 && !walk.reachedEnd && walk.offset == 7);
        const Bytes broken = sound + bytes({0x00, 0xF4});
        walk = MidiEventReader{ByteReader(broken)}.walk(100);
        QVERIFY(walk.events == 2 && !walk.reachedEnd && walk.offset == 7);
    }

    void valueTooHighIsToldFromAStatusByte() {
        Bytes more;
        for (int pitch = 40; pitch < 60; ++pitch)
            more = more + bytes({0x10, 0x90, pitch, 64, 0x10, 0x80, pitch, 0});
        const Bytes loud = bytes({0x00, 0x90, 60, 200}) + more;
        MidiEventReader reader{ByteReader(loud)};
        const MidiEvent event = reader.next();
        QVERIFY(event.fault == MidiEvent::Fault::StatusForValue && event.isWhole && event.second == 127);
        QCOMPARE(reader.offset(), std::size_t{4});
        const Bytes missing = bytes({0x00, 0x90, 60, 0x90, 61, 1}) + more;
        MidiEventReader other{ByteReader(missing)};
        QVERIFY(!other.next().isWhole);
        QCOMPARE(static_cast<int>(other.next().first), 61);
    }

    void anyBytesComeToAnEnd() {
        Random random(4);
        for (int round = 0; round < 300; ++round) {
            Bytes track(random.below(200));
            for (std::byte& byte : track)
                byte = static_cast<std::byte>(random.chance(0.5) ? random.below(256) : random.below(64));
            MidiEventReader reader{ByteReader(track)};
            std::size_t before = 0;
            while (!reader.atEnd()) {
                const MidiEvent event = reader.next();
                QVERIFY(reader.offset() > before); // every event takes bytes
                QVERIFY(!event.isWhole || event.status >= 0x80);
                QVERIFY(!event.isWhole || event.status >= 0xF0 || (event.first < 128 && event.second < 128));
                before = reader.offset();
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestMidiEvents)
#include "tst_MidiEvents.moc"
