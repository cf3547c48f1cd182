#include "core/files/MidiFile.h"

#include "tests/core/files/MidiBytes.h"
#include "tests/core/files/RandomSequence.h"

#include "core/base/Files.h"
#include "core/base/Random.h"
#include "core/files/MidiTracks.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace segue;
using namespace segue::files;
using namespace segue::test;

Q_DECLARE_METATYPE(segue::test::Bytes)

namespace {

double halfTick(const music::NoteSequence& sequence) {
    double slowest = 120;
    for (const auto& change : sequence.tempos)
        slowest = std::min(slowest, change.tempo.value);
    return 0.5 * 60 / slowest / sequence.ticksPerQuarter;
}

void forEachEvent(music::NoteSequence& sequence, const auto& change) {
    std::ranges::for_each(sequence.notes, change);
    std::ranges::for_each(sequence.controlChanges, change);
    std::ranges::for_each(sequence.pitchBends, change);
}

bool isSound(const music::NoteSequence& sequence) {
    return std::ranges::is_sorted(sequence.notes, {}, &music::Note::start) &&
           std::ranges::all_of(sequence.notes, [](const music::Note& note) {
               return note.start >= Seconds(0) && note.end >= note.start && std::isfinite(note.end.value) &&
                      note.pitch.value < 128 && note.velocity.value > 0 && note.velocity.value < 128;
           });
}

/// Equal but for the rounding of times to ticks and of tempos to microseconds; without names.
void compare(music::NoteSequence read, music::NoteSequence written) {
    // A tempo is kept to a microsecond a quarter, a tempo's time to a tick; later times move with both.
    const double tolerance = halfTick(written) * static_cast<double>(written.tempos.size() + 1) + 1e-4;
    const auto agree = [tolerance](Seconds a, Seconds b) { return std::abs((a - b).value) <= tolerance; };
    QCOMPARE(read.ticksPerQuarter, written.ticksPerQuarter);
    sortByPart(read);
    sortByPart(written);
    QCOMPARE(read.notes.size(), written.notes.size());
    for (std::size_t i = 0; i < read.notes.size(); ++i) {
        music::Note& got = read.notes[i];
        const music::Note& expected = written.notes[i];
        QVERIFY(agree(got.start, expected.start) && agree(got.end, expected.end));
        got.start = expected.start;
        got.end = expected.end;
    }
    QVERIFY(read.notes == written.notes);
    const auto takeTimes = [&](auto& got, const auto& expected) {
        if (got.size() != expected.size())
            return false;
        bool isNear = true;
        for (std::size_t i = 0; i < got.size(); ++i) {
            isNear = isNear && agree(got[i].time, expected[i].time);
            got[i].time = expected[i].time;
        }
        return isNear;
    };
    QVERIFY(takeTimes(read.controlChanges, written.controlChanges));
    QVERIFY(read.controlChanges == written.controlChanges);
    QVERIFY(takeTimes(read.pitchBends, written.pitchBends));
    QVERIFY(read.pitchBends == written.pitchBends);
    QVERIFY(takeTimes(read.timeSignatures, written.timeSignatures));
    QVERIFY(read.timeSignatures == written.timeSignatures);
    QVERIFY(takeTimes(read.keySignatures, written.keySignatures));
    QVERIFY(read.keySignatures == written.keySignatures);
    QVERIFY(takeTimes(read.tempos, written.tempos));
    for (std::size_t i = 0; i < read.tempos.size(); ++i)
        QVERIFY(std::abs(read.tempos[i].tempo.value / written.tempos[i].tempo.value - 1) < 1e-5);
}

} // namespace

class TestMidiFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void writtenSequencesReadBack_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 60; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void writtenSequencesReadBack() {
        QFETCH(int, seed);
        Random random(static_cast<std::uint64_t>(seed));
        const music::NoteSequence written = randomSequence(random);
        const auto read = recoverMidi(writeMidi(written));
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        QVERIFY(read->repairs.empty());
        QVERIFY(read->sequence.instrumentNames == written.instrumentNames);
        compare(read->sequence, written);
    }

    void singleTracksReadBack_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 60; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void singleTracksReadBack() {
        QFETCH(int, seed);
        Random random(static_cast<std::uint64_t>(seed));
        music::NoteSequence written = randomSequence(random);
        const auto fits = [](const auto& event) { return event.instrument < 15 && !event.isDrum; }; // on its channels
        std::erase_if(written.notes, std::not_fn(fits));
        std::erase_if(written.controlChanges, std::not_fn(fits));
        std::erase_if(written.pitchBends, std::not_fn(fits));
        forEachEvent(written, [](auto& event) { event.program = event.instrument; });
        auto read = readMidi(writeMidi(written, {MidiType::SingleTrack, 960}));
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        forEachEvent(*read, [](auto& event) { event.instrument = event.program; }); // from the order of first notes
        written.ticksPerQuarter = 960;
        compare(*read, written);
    }

    void aTrackOfOneInstrumentKeepsItsName() {
        music::NoteSequence sequence;
        sequence.notes = {{MidiPitch(60), Velocity(9), Seconds(0), Seconds(1)}};
        sequence.instrumentNames = {{0, "Lead"}};
        const auto read = readMidi(writeMidi(sequence, {.type = MidiType::SingleTrack}));
        QVERIFY(read);
        QVERIFY(read->instrumentNames == sequence.instrumentNames);
    }

    void readingAgainChangesNothing() {
        Random random(5);
        for (int i = 0; i < 20; ++i) {
            const auto once = readMidi(writeMidi(randomSequence(random)));
            QVERIFY(once);
            const auto twice = readMidi(writeMidi(*once));
            QVERIFY(twice);
            QVERIFY(*once == *twice);
        }
    }

    void noteOffsEndTheOldestNoteFirst() {
        const auto sequence = readMidi(midiFile(bytes({0x00, 0x90, 60, 100, 0x60, 60, 50, 0x60, 60, 0, 0x60, 60, 0})));
        QVERIFY(sequence);
        QCOMPARE(sequence->notes.size(), 2);
        QCOMPARE(sequence->notes[0].velocity.value, 100);
        QCOMPARE(sequence->notes[0].end.value, 0.2);
        QCOMPARE(sequence->notes[1].end.value, 0.3);
    }

    void hangingNotesEndWithTheirTrack() {
        const auto sequence =
            readMidi(midiHeader(1, 2, 480) + midiTrack(bytes({0x00, 0x90, 60, 100, 0x83, 0x60, 0xFF, 0x2F, 0x00})) +
                     midiTrack(bytes({0x00, 0x90, 60, 99, 0x87, 0x40, 0xFF, 0x2F, 0x00})));
        QVERIFY(sequence);
        QCOMPARE(sequence->notes.size(), 2);
        QCOMPARE(sequence->notes[0].end.value, 0.5);
        QCOMPARE(sequence->notes[1].end.value, 1.0);
    }

    void everyTrackChannelAndProgramIsAnInstrument() {
        const auto note = [](int channel, int pitch) {
            return bytes({0x00, 0x90 | channel, pitch, 100, 0x10, 0x80 | channel, pitch, 0});
        };
        const auto sequence =
            readMidi(midiHeader(1, 2, 480) +
                     midiTrack(bytes({0x00, 0xFF, 0x03, 0x04}) + text("Lead") + note(0, 60) + bytes({0x00, 0xC0, 7}) +
                               note(0, 61) + note(9, 36) + bytes({0x00, 0xC0, 0}) + note(0, 62)) +
                     midiTrack(note(0, 63) + endOfTrack()));
        QVERIFY(sequence);
        std::vector<int> instruments;
        for (int pitch : {60, 61, 36, 62, 63})
            instruments.push_back(
                std::ranges::find(sequence->notes, MidiPitch(static_cast<std::uint8_t>(pitch)), &music::Note::pitch)
                    ->instrument);
        QCOMPARE(instruments, (std::vector{0, 1, 2, 0, 3}));
        QCOMPARE(std::ranges::count_if(sequence->notes, &music::Note::isDrum), 1);
        QVERIFY(sequence->instrumentNames ==
                (std::vector<music::InstrumentName>{{0, "Lead"}, {1, "Lead"}, {2, "Lead"}}));
    }

    void framesEndWhereBeatsDo() {
        // 1 frame a second of 159 ticks: half a tick of rounding, a million times over, is hours.
        const Bytes header = bytes({'M', 'T', 'h', 'd', 0, 0, 0, 6, 0, 0, 0, 1, 0xFF, 0x9F});
        const Bytes track = midiTrack(bytes({0x00, 0x99, 36, 100, 0xFF, 0xFF, 0xFF, 0x7F, 36, 0}) + endOfTrack());
        const auto read = recoverMidi(header + track);
        QVERIFY(read);
        QVERIFY(!read->repairs.empty());
        QVERIFY2(read->sequence.totalTime().value * 2 <= kMaximumMidiBeats,
                 qPrintable(QString::number(read->sequence.totalTime().value)));
    }

    void aKeyThatEveryTrackRepeatsIsOneKey() {
        const Bytes key = bytes({0x00, 0xFF, 0x59, 2, 1, 0}); // G major
        const Bytes change = bytes({0x60, 0xFF, 0x59, 2, 2, 0, 0x00, 0xFF, 0x59, 2, 2, 0}); // D major, said twice
        const Bytes track = midiTrack(key + change + endOfTrack());
        const auto sequence = readMidi(midiHeader(1, 2, 480) + track + track);
        QVERIFY(sequence);
        QCOMPARE(sequence->keySignatures.size(), 2U);
        QCOMPARE(sequence->keySignatures.front().tonic, 7);
        QCOMPARE(sequence->keySignatures.back().tonic, 2);
    }

    void timesFollowTheTempoMapOfAnyTrack() {
        const auto sequence =
            readMidi(midiHeader(1, 2, 100) + midiTrack(bytes({0x64, 0x90, 60, 1, 0x64, 60, 0}) + endOfTrack()) +
                     midiTrack(bytes({0x64, 0xFF, 0x51, 0x03, 0x0F, 0x42, 0x40, 0x00, 0xFF, 0x58, 0x04, 3, 2, 24, 8})));
        QVERIFY(sequence);
        QCOMPARE(sequence->notes.at(0).start.value, 0.5);
        QCOMPARE(sequence->notes.at(0).end.value, 1.5);
        QVERIFY(sequence->tempos == (std::vector<music::TempoChange>{{Seconds(0), Bpm(120)}, {Seconds(0.5), Bpm(60)}}));
        QVERIFY(sequence->timeSignatures ==
                (std::vector<music::TimeSignature>{{Seconds(0), 4, 4}, {Seconds(0.5), 3, 4}}));
    }

    void smpteTimeIgnoresTempo_data() {
        QTest::addColumn<int>("division");
        QTest::addColumn<double>("seconds");
        QTest::newRow("25 frames, 40 ticks") << 0xE728 << 0.1;
        QTest::newRow("24 frames, 4 ticks") << 0xE804 << 100.0 / 96;
        QTest::newRow("29.97 frames, 100 ticks") << 0xE364 << 1001.0 / 30000;
        QTest::newRow("30 frames, 80 ticks") << 0xE250 << 100.0 / 2400;
    }
    void smpteTimeIgnoresTempo() {
        QFETCH(int, division);
        QFETCH(double, seconds);
        const auto sequence = readMidi(
            midiFile(bytes({0x00, 0xFF, 0x51, 0x03, 0x0F, 0x42, 0x40, 0x64, 0x90, 60, 1, 0x64, 60, 0}), division));
        QVERIFY(sequence);
        QCOMPARE(sequence->notes.at(0).start.value, seconds);
        QCOMPARE(sequence->notes.at(0).end.value, 2 * seconds);
    }

    void patternsOfType2FollowOneAnother() {
        const Bytes track = midiTrack(bytes({0x00, 0x90, 60, 1, 0x83, 0x60, 60, 0}) + endOfTrack());
        const auto sequence = readMidi(midiHeader(2, 2, 480) + track + track);
        QVERIFY(sequence);
        QCOMPARE(sequence->notes.at(1).start.value, 0.5);
    }

    void namesBecomeUtf8_data() {
        QTest::addColumn<Bytes>("name");
        QTest::addColumn<QString>("expected");
        QTest::newRow("UTF-8") << text("Schlagzeug ü 太鼓") << QStringLiteral("Schlagzeug ü 太鼓");
        QTest::newRow("Latin-1") << bytes({'B', 'a', 0xDF}) << QStringLiteral("Baß");
        QTest::newRow("padded with zeros") << bytes({'K', 'i', 't', 0, 0}) << QStringLiteral("Kit");
    }
    void namesBecomeUtf8() {
        QFETCH(Bytes, name);
        QFETCH(QString, expected);
        const auto sequence = readMidi(midiFile(bytes({0x00, 0xFF, 0x03, static_cast<int>(name.size())}) + name +
                                                bytes({0x00, 0x90, 60, 1, 0x10, 60, 0})));
        QVERIFY(sequence);
        QCOMPARE(QString::fromStdString(sequence->instrumentNames.at(0).name), expected);
    }

    void oddFilesAreRead_data() {
        const Bytes note = bytes({0x00, 0x90, 60, 1, 0x10, 60, 0});
        QTest::addColumn<Bytes>("file");
        QTest::addColumn<int>("notes");
        QTest::newRow("no end of track") << midiHeader(0, 1, 480) + midiTrack(note) << 1;
        QTest::newRow("garbage after the tracks") << midiFile(note) + text("garbage") << 1;
        QTest::newRow("events after the end of a track") << midiFile(note + endOfTrack() + note) << 1;
        QTest::newRow("long header") << text("MThd") + bigEndian32(8) + bytes({0, 0, 0, 1, 1, 0xE0, 7, 7}) +
                                            midiTrack(note + endOfTrack())
                                     << 1;
        QTest::newRow("unknown chunk between tracks")
            << midiHeader(1, 1, 480) + text("XFIH") + bigEndian32(3) + text("abc") + midiTrack(note) << 1;
        QTest::newRow("system exclusive in two parts")
            << midiFile(bytes({0x00, 0xF0, 0x03, 0x43, 0x12, 0x00, 0x08, 0xF7, 0x02, 0x43, 0xF7}) + note) << 1;
        QTest::newRow("running status after a meta event")
            << midiFile(bytes({0x00, 0x90, 60, 1, 0x00, 0xFF, 0x01, 0x01, 'x', 0x10, 60, 0})) << 1;
        QTest::newRow("real-time messages in a file") << midiFile(bytes({0x00, 0xF8, 0x00, 0xF2, 1, 2}) + note) << 1;
        QTest::newRow("note-off without a note") << midiFile(bytes({0x00, 0x80, 60, 64}) + note) << 1;
        QTest::newRow("tempo 0, meter 0/1, meter 4/2^200, 9 sharps")
            << midiFile(bytes({0x00, 0xFF, 0x51, 3, 0, 0, 0, 0x00, 0xFF, 0x58, 4, 0, 0, 24, 8}) +
                        bytes({0x00, 0xFF, 0x58, 4, 4, 200, 24, 8, 0x00, 0xFF, 0x59, 2, 9, 0}) + note)
            << 1;
        QTest::newRow("no tracks") << midiHeader(1, 0, 480) << 0;
        QTest::newRow("empty track") << midiHeader(0, 1, 480) + midiTrack({}) << 0;
        QTest::newRow("RIFF") << text("RIFF") + bytes({0, 0, 0, 0}) + text("RMIDnote") +
                                     bytes({3, 0, 0, 0, 1, 2, 3, 0}) + text("data") + bytes({41, 0, 0, 0}) +
                                     midiFile(note)
                              << 1;
        QTest::newRow("all other channel messages")
            << midiFile(bytes({0x00, 0xA0, 1, 2, 0x00, 0xB0, 1, 2, 0x00, 0xC0, 1, 0x00, 0xD0, 1, 0x00, 0xE0, 1, 2}) +
                        note)
            << 1;
    }
    void oddFilesAreRead() {
        QFETCH(Bytes, file);
        QFETCH(int, notes);
        const auto sequence = readMidi(file);
        QVERIFY2(sequence, sequence ? "" : sequence.error().text().c_str());
        QCOMPARE(static_cast<int>(sequence->notes.size()), notes);
        QVERIFY(sequence->timeSignatures.empty());
    }

    void brokenFilesAreRefusedWithTheirOffset_data() {
        const Bytes note = bytes({0x00, 0x90, 60, 1, 0x10, 60, 0});
        QTest::addColumn<Bytes>("file");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* id, const Bytes& file, const char* code, const char* says) {
            QTest::newRow(id) << file << QString::fromLatin1(code) << QString::fromLatin1(says);
        };
        row("nothing", {}, "malformed", "MThd");
        row("text", text("Dear musician"), "malformed", "MThd");
        row("half a header", text("MThd") + bigEndian32(6) + bytes({0, 0, 0}), "malformed", "byte 0");
        row("short header", text("MThd") + bigEndian32(4) + bytes({0, 0, 0, 1}), "malformed", "byte 0");
        row("absurd header length", text("MThd") + bigEndian32(0xFFFFFFFF) + bytes({0, 0}), "malformed", "byte 0");
        row("type 3", midiHeader(3, 1, 480) + midiTrack(note), "unsupported", "type 3");
        row("division 0", midiHeader(0, 1, 0) + midiTrack(note), "malformed", "byte 12");
        row("SMPTE of no ticks", midiHeader(0, 1, 0xE700) + midiTrack(note), "malformed", "byte 12");
        row("missing track", midiHeader(1, 2, 480) + midiTrack(note), "malformed", "byte 29: track 2 of 2");
        row("absurd track length", midiHeader(0, 1, 480) + text("MTrk") + bigEndian32(0xFFFFFFFF) + note, "malformed",
            "byte 14: track 1 of 1");
        row("no status", midiFile(bytes({0x00, 60, 1})), "malformed", "byte 23");
        row("status for a value", midiFile(bytes({0x00, 0x90, 60, 0x90})), "malformed", "byte 25");
        row("undefined status", midiFile(bytes({0x00, 0xF4})), "malformed", "byte 23");
        row("delta of five bytes", midiFile(bytes({0x80, 0x80, 0x80, 0x80, 0x00, 0x90, 60, 1})), "malformed",
            "byte 26");
        row("track ends in a note", midiHeader(0, 1, 480) + midiTrack(bytes({0x00, 0x90, 60})), "malformed", "byte 25");
        row("track ends after a delta", midiHeader(0, 1, 480) + midiTrack(bytes({0x00})), "malformed", "byte 23");
        row("meta longer than its track", midiFile(bytes({0x00, 0xFF, 0x03, 0x7F})), "malformed", "byte 26");
        row("sysex longer than its track", midiFile(bytes({0x00, 0xF0, 0x8F, 0x7F})), "malformed", "byte 26");
        row("RIFF of something else", text("RIFF") + bytes({4, 0, 0, 0}) + text("WAVE"), "unsupported", "RIFF");
        row("RIFF without data", text("RIFF") + bytes({4, 0, 0, 0}) + text("RMID"), "malformed", "byte 12");
        row("four years long", midiFile(bytes({0xFF, 0xFF, 0xFF, 0x7F, 0x90, 60, 1}), 1), "unsupported", "268435455");
    }
    void brokenFilesAreRefusedWithTheirOffset() {
        QFETCH(Bytes, file);
        QFETCH(QString, code);
        QFETCH(QString, says);
        const auto sequence = readMidi(file);
        QVERIFY(!sequence);
        QCOMPARE(QString::fromStdString(std::string(name(sequence.error().code()))), code);
        QVERIFY2(QString::fromStdString(sequence.error().text()).contains(says), sequence.error().text().c_str());
    }

    void everyCutIsMalformed() {
        Random random(9);
        const Bytes whole = writeMidi(randomSequence(random));
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const auto cut = readMidi(std::span(whole).first(size));
            QVERIFY(!cut);
            QVERIFY(cut.error().code() == ErrorCode::Malformed);
        }
    }

    void everyFlippedBitGivesAValueOrAnError() {
        Random random(10);
        Bytes file;
        while (file.size() < 300 || file.size() > 700)
            file = writeMidi(randomSequence(random));
        for (std::size_t i = 0; i < file.size(); ++i)
            for (int bit = 0; bit < 8; ++bit) {
                file[i] ^= std::byte{1} << bit;
                const auto recovered = recoverMidi(file);
                QVERIFY(!recovered || isSound(recovered->sequence));
                const auto strict = readMidi(file);
                QVERIFY(!strict || *strict == recovered->sequence);
                file[i] ^= std::byte{1} << bit;
            }
    }

    void everyCutKeepsWhatIsBefore() {
        Bytes events;
        for (int pitch = 40; pitch < 60; ++pitch)
            events = events + bytes({0x00, 0x90, pitch, 64, 0x10, 0x80, pitch, 0}); // 8 bytes each, from byte 22 on
        const Bytes file = midiFile(events);
        for (std::size_t size = 22; size < file.size(); ++size) {
            const auto cut = recoverMidi(std::span(file).first(size));
            QVERIFY(cut);
            QCOMPARE(cut->sequence.notes.size(), std::min<std::size_t>((size - 22 + 4) / 8, 20));
            QVERIFY(!cut->repairs.empty());
        }
    }

    void aMillionTempoChangesAreKept() {
        const Bytes two = bytes({0x01, 0xFF, 0x51, 3, 0x07, 0xA1, 0x21, 0x01, 0xFF, 0x51, 3, 0x07, 0xA1, 0x20});
        Bytes events;
        for (int i = 0; i < 500'000; ++i)
            events.insert(events.end(), two.begin(), two.end());
        const auto sequence = readMidi(midiFile(events + bytes({0x00, 0x90, 60, 1, 0x60, 60, 0})));
        QVERIFY(sequence);
        QCOMPARE(sequence->tempos.size(), std::size_t{1'000'001});
        QVERIFY(std::abs(sequence->notes.at(0).start.value - 1e6 * 500'000.5e-6 / 480) < 1e-3);
    }

    void tenThousandTracksAreRead() {
        Bytes file = midiHeader(1, 10'000, 480);
        const Bytes track = midiTrack(bytes({0x00, 0x90, 60, 1, 0x60, 60, 0}) + endOfTrack());
        for (int i = 0; i < 10'000; ++i)
            file.insert(file.end(), track.begin(), track.end());
        const auto sequence = readMidi(file);
        QVERIFY(sequence);
        QCOMPARE(sequence->notes.size(), std::size_t{10'000});
        QCOMPARE(sequence->notes.back().instrument, 9'999);
    }

    void aLongNameIsNotCopiedToEveryInstrument() { // else a megabyte here would become two gigabytes
        Bytes events = bytes({0x00, 0xFF, 0x03, 0xBD, 0x84, 0x40}) + Bytes(1'000'000, std::byte{'x'});
        for (int channel = 0; channel < 16; ++channel)
            for (int program = 0; program < 128; ++program)
                events = std::move(events) + bytes({0x00, 0xC0 | channel, program, 0x00, 0x90 | channel, 60, 1}) +
                         bytes({0x01, 60, 0});
        const auto sequence = readMidi(midiFile(events));
        QVERIFY(sequence);
        QCOMPARE(sequence->instrumentNames.size(), std::size_t{2048});
        QCOMPARE(sequence->instrumentNames.back().name.size(), kMaximumInstrumentName);
    }

    void errorsOfFilesNameThem() {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(QStringLiteral("läuft.mid")).toStdString();
        QVERIFY(readMidiFile(path).error().code() == ErrorCode::NotFound);
        QVERIFY(writeFileAtomically(path, std::string_view("no music")));
        QVERIFY(readMidiFile(path).error().text().find(path.string()) != std::string::npos);
        QVERIFY(writeMidiFile(path, {}));
        QCOMPARE(readMidiFile(path)->name, std::string("läuft.mid"));
    }

    void extremeSequencesCanBeWritten() {
        music::NoteSequence sequence;
        sequence.ticksPerQuarter = -7;
        sequence.tempos = {{Seconds(-1), Bpm(0)}, {Seconds(NAN), Bpm(NAN)}, {Seconds(INFINITY), Bpm(INFINITY)}};
        sequence.timeSignatures = {{Seconds(0), 0, 0}, {Seconds(-5), 1000, 1 << 30}};
        sequence.notes = {{MidiPitch(200), Velocity(1), Seconds(0), Seconds(1)},
                          {MidiPitch(60), Velocity(0), Seconds(0), Seconds(1)},
                          {MidiPitch(60), Velocity(255), Seconds(1e300), Seconds(-1), -4, 4000}};
        const auto read = readMidi(writeMidi(sequence));
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        QCOMPARE(read->notes.size(), 1);
    }

    void workedExampleOfTheFormatPageHolds() {
        music::NoteSequence sequence;
        sequence.ticksPerQuarter = 96;
        sequence.tempos = {{Seconds(0), Bpm(120)}};
        sequence.notes = {{MidiPitch(36), Velocity(100), Seconds(0), Seconds(0.5), 0, 0, true}};
        const Bytes expected = midiHeader(1, 2, 96) +
                               midiTrack(bytes({0x00, 0xFF, 0x51, 3, 0x07, 0xA1, 0x20}) + endOfTrack()) +
                               midiTrack(bytes({0x00, 0xC9, 0, 0x00, 0x99, 36, 100, 0x60, 36, 0}) + endOfTrack());
        QVERIFY(writeMidi(sequence) == expected);
    }

    void longRestsAreWritten() {
        music::NoteSequence sequence;
        sequence.ticksPerQuarter = 32767;
        sequence.notes = {{MidiPitch(60), Velocity(9), Seconds(20000), Seconds(20001)}}; // 1.3e9 ticks
        const auto read = readMidi(writeMidi(sequence));
        QVERIFY(read);
        QCOMPARE(read->notes.at(0).start.value, 20000.0);
    }
};

QTEST_APPLESS_MAIN(TestMidiFile)
#include "tst_MidiFile.moc"
