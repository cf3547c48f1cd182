#include "core/files/NoteSequenceRecords.h"

#include "tests/core/files/MidiBytes.h"
#include "tests/core/files/RandomSequence.h"

#include "core/base/Files.h"

#include <QTemporaryDir>
#include <QTest>

using namespace segue;
using namespace segue::files;
using namespace segue::test;

Q_DECLARE_METATYPE(segue::test::Bytes)

namespace {

NoteSequenceRecord randomRecord(Random& random) {
    NoteSequenceRecord record{.id = "/id/" + std::to_string(random.next()),
                              .collection = "groove",
                              .file = "drummer1/Größe.mid",
                              .artist = "drummer1",
                              .genre = random.chance(0.5) ? "funk" : "",
                              .sequence = randomSequence(random)};
    record.sequence.name = record.file;
    if (random.chance(0.5)) {
        record.beatType = "fill";
        record.bpm = 90;
        record.timeSignature = "6-8";
        record.split = Split::Test;
    }
    if (random.chance(0.5))
        record.sequence.chords = {{Seconds(0), "Am7"}, {Seconds(random.uniform(0, 9)), "N.C."}};
    return record;
}

/// A message of one field that is a message.
Bytes message(int field, const Bytes& content) {
    return bytes({field << 3 | 2, static_cast<int>(content.size())}) + content;
}

Bytes note(const Bytes& more) {
    return message(8, bytes({0x08, 36, 0x10, 100, 0x21, 0, 0, 0, 0, 0, 0, 0xE0, 0x3F}) + more);
}

} // namespace

class TestNoteSequenceRecords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void writtenRecordsReadBack() {
        Random random(3);
        std::vector<NoteSequenceRecord> records;
        for (int i = 0; i < 30; ++i)
            records.push_back(randomRecord(random));
        auto writer = NoteSequenceWriter::create(path());
        QVERIFY(writer);
        for (const NoteSequenceRecord& record : records)
            QVERIFY(writer->write(record));
        QVERIFY(writer->commit());
        auto reader = NoteSequenceReader::open(path());
        QVERIFY(reader);
        for (const NoteSequenceRecord& record : records) {
            const auto read = reader->next();
            QVERIFY2(read, read ? "" : read.error().text().c_str());
            QVERIFY(**read == record);
        }
        QVERIFY(!*reader->next());
    }

    void workedExampleOfTheFormatPageHolds() {
        const auto record = decodeNoteSequence(note(bytes({0x48, 1})));
        QVERIFY2(record, record ? "" : record.error().text().c_str());
        QCOMPARE(record->sequence.notes.size(), std::size_t{1});
        QVERIFY(record->sequence.notes.front() ==
                (music::Note{MidiPitch(36), Velocity(100), Seconds(0), Seconds(0.5), 0, 0, true}));
        QCOMPARE(record->sequence.ticksPerQuarter, 220);
        NoteSequenceRecord written;
        written.sequence.notes = record->sequence.notes;
        const Bytes encoded = encodeNoteSequence(written);
        const Bytes expected = note(bytes({0x48, 1}));
        QVERIFY(std::search(encoded.begin(), encoded.end(), expected.begin(), expected.end()) != encoded.end());
    }

    void unknownFieldsAreSkipped() {
        const auto record = decodeNoteSequence(note({}) + bytes({0x80, 0x01, 0x20}) + message(15, text("text")) +
                                               message(6, bytes({0x10, 2, 0x18, 4}))); // a dorian key
        QVERIFY(record);
        QCOMPARE(record->sequence.notes.size(), std::size_t{1});
        QVERIFY(record->sequence.keySignatures.empty());
    }

    void fieldsHaveMagentasNumbers() { // as its music.proto lists them
        const Bytes half = bytes({0, 0, 0, 0, 0, 0, 0xE0, 0x3F});
        const auto record = decodeNoteSequence(
            message(11, bytes({0x09}) + half + bytes({0x10, 64, 0x18, 127, 0x20, 2, 0x28, 33, 0x30, 1})) +
            message(10, bytes({0x09}) + half + bytes({0x10, 100, 0x18, 3, 0x20, 34, 0x28, 1})) +
            message(14, bytes({0x09}) + half + message(2, text("C/Bb")) + bytes({0x18, 1})) +
            message(14, bytes({0x09}) + half + message(2, text("beat")) + bytes({0x18, 2})));
        QVERIFY(record);
        QVERIFY(record->sequence.controlChanges ==
                (std::vector<music::ControlChange>{{Seconds(0.5), 64, 127, 2, 33, true}}));
        QVERIFY(record->sequence.pitchBends == (std::vector<music::PitchBend>{{Seconds(0.5), 100, 3, 34, true}}));
        QVERIFY(record->sequence.chords == (std::vector<music::ChordSymbol>{{Seconds(0.5), "C/Bb"}}));
    }

    void changesAreSortedAndBeginAtTheStart() {
        const auto tempo = [](int high, int qpm) { // at 2.0 or 4.0 s; 1024 or 512 a minute
            return message(7, bytes({0x09, 0, 0, 0, 0, 0, 0, high, 0x40, 0x11, 0, 0, 0, 0, 0, 0, qpm, 0x40}));
        };
        const auto record = decodeNoteSequence(tempo(0x10, 0x90) + tempo(0x00, 0x80));
        QVERIFY(record);
        QVERIFY(
            record->sequence.tempos ==
            (std::vector<music::TempoChange>{{Seconds(0), Bpm(120)}, {Seconds(2), Bpm(512)}, {Seconds(4), Bpm(1024)}}));
    }

    void aSongSurvivesBeingARecord() {
        CollectedSequence song;
        song.info = {"b/x.mid", "funk", "drummer1", "fill", 91.5F, Split::Validation, "6-8"};
        song.collection = "groove";
        song.sequence.name = "b/x.mid";
        const auto record = decodeNoteSequence(encodeNoteSequence(recordOf(song, "/id/x")));
        QVERIFY(record);
        QCOMPARE(record->id, std::string("/id/x"));
        const CollectedSequence again = songOf(*record);
        QVERIFY(again.info == song.info);
        QVERIFY(again.sequence == song.sequence);
        QCOMPARE(again.collection, song.collection);
    }

    void textsInOtherEncodingsAreRead() {
        const auto record = decodeNoteSequence(message(2, bytes({'b', 0xFC, 'b'})));
        QVERIFY(record);
        QCOMPARE(record->file, std::string("büb"));
    }

    void impossibleValuesAreRefused_data() {
        QTest::addColumn<Bytes>("data");
        QTest::addColumn<QString>("code");
        const auto row = [](const char* id, const Bytes& data, const char* code = "malformed") {
            QTest::newRow(id) << data << QString::fromLatin1(code);
        };
        const Bytes notANumber = bytes({0, 0, 0, 0, 0, 0, 0xF8, 0x7F});
        row("text", text("Dear musician"));
        row("pitch 128", note(bytes({0x08, 0x80, 0x01})));
        row("negative pitch", note(bytes({0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01})));
        row("velocity 200", note(bytes({0x10, 0xC8, 0x01})));
        row("program 128", note(bytes({0x40, 0x80, 0x01})));
        row("note ends before it starts", note(bytes({0x19, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F})));
        row("note starts before 0", note(bytes({0x19, 0, 0, 0, 0, 0, 0, 0xF0, 0xBF})));
        row("note ends never", note(bytes({0x21}) + notANumber));
        row("note ends at infinity", note(bytes({0x21, 0, 0, 0, 0, 0, 0, 0xF0, 0x7F})));
        row("tempo 0", message(7, {}));
        row("tempo is no number", message(7, bytes({0x11}) + notANumber));
        row("meter 0/4", message(5, bytes({0x18, 4})));
        row("meter 4/0", message(5, bytes({0x10, 4})));
        row("meter 4/3", message(5, bytes({0x10, 4, 0x18, 3})));
        row("key 12", message(6, bytes({0x10, 12})));
        row("controller 128", message(11, bytes({0x10, 0x80, 0x01})));
        row("controller set to -1",
            message(11, bytes({0x18, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01})));
        row("pitch bend of 8192", message(10, bytes({0x10, 0x80, 0x40})));
        row("pitch bend never", message(10, bytes({0x09}) + notANumber));
        row("chord never", message(14, bytes({0x09}) + notANumber));
        row("two billion beats", note(bytes({0x21, 0, 0, 0, 0, 0x65, 0xCD, 0xCD, 0x41})), "unsupported");
        row("many beats in a second", note({}) + message(7, bytes({0x11, 0, 0, 0, 0, 0, 0, 0, 0x43})), "unsupported");
    }
    void impossibleValuesAreRefused() {
        QFETCH(Bytes, data);
        QFETCH(QString, code);
        const auto record = decodeNoteSequence(data);
        QVERIFY(!record);
        QCOMPARE(QString::fromStdString(std::string(name(record.error().code()))), code);
    }

    void readerGoesOnAfterAnImpossibleRecord() {
        auto writer = NoteSequenceWriter::create(path());
        NoteSequenceRecord bad;
        bad.sequence.notes = {{MidiPitch(200), Velocity(1), Seconds(0), Seconds(1)}};
        QVERIFY(writer->write(bad));
        NoteSequenceRecord good;
        good.id = "good";
        QVERIFY(writer->write(good));
        QVERIFY(writer->commit());
        auto reader = NoteSequenceReader::open(path());
        const auto first = reader->next();
        QVERIFY(!first);
        QVERIFY(first.error().text().find("record 1 of " + path().string()) != std::string::npos);
        QCOMPARE((*reader->next())->id, std::string("good"));
    }

    void everyCutAndFlipGivesAValueOrAnError() {
        Random random(8);
        Bytes data;
        while (data.size() < 300 || data.size() > 1200)
            data = encodeNoteSequence(randomRecord(random));
        const auto isSound = [](const Result<NoteSequenceRecord>& record) {
            return !record || std::ranges::all_of(record->sequence.notes, [](const music::Note& n) {
                return n.pitch.value < 128 && n.start >= Seconds(0) && n.end >= n.start;
            });
        };
        for (std::size_t size = 0; size < data.size(); ++size)
            QVERIFY(isSound(decodeNoteSequence(std::span(data).first(size))));
        for (std::size_t i = 0; i < data.size(); ++i)
            for (int bit = 0; bit < 8; ++bit) {
                data[i] ^= std::byte{1} << bit;
                QVERIFY(isSound(decodeNoteSequence(data)));
                data[i] ^= std::byte{1} << bit;
            }
    }

private:
    [[nodiscard]] std::filesystem::path path() const {
        return m_folder.filePath(QStringLiteral("x.tfrecord")).toStdString();
    }

    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(TestNoteSequenceRecords)
#include "tst_NoteSequenceRecords.moc"
