#include "core/files/SongSource.h"

#include "core/files/MidiFile.h"
#include "core/files/NoteSequenceRecords.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace segue;
using namespace segue::files;

namespace fs = std::filesystem;

namespace {

music::NoteSequence song(int pitch) {
    music::NoteSequence sequence;
    sequence.tempos = {{Seconds(0), Bpm(96)}};
    sequence.notes = {
        {MidiPitch(static_cast<std::uint8_t>(pitch)), Velocity(100), Seconds(0), Seconds(0.5), 0, 0, true}};
    return sequence;
}

} // namespace

class TestSongSource : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = fs::path(m_temporary->path().toStdString()) / "set";
        fs::create_directories(m_folder / "drummer3");
    }

    void namesTellWhereNoTableIs() {
        QVERIFY(writeMidiFile(m_folder / "drummer3" / "1_funk_80_beat_4-4.mid", song(36)));
        QVERIFY(writeMidiFile(m_folder / "other.mid", song(38)));
        const auto source = SongSource::open(m_folder, true, {});
        QVERIFY(source);
        QCOMPARE((*source)->size(), std::size_t{2});
        const auto splits = splitByName({"drummer3/1_funk_80_beat_4-4.mid", "other.mid"});
        const SourceInfo told{"drummer3/1_funk_80_beat_4-4.mid", "funk", "drummer3", "beat", 80, splits[0], "4-4"};
        QVERIFY((*source)->info(0) == told);
        const auto read = (*source)->read(0);
        QVERIFY(read);
        QVERIFY(read->info == told);
        QCOMPARE(read->collection, std::string("set"));
        QCOMPARE(read->sequence.notes[0].pitch.value, std::uint8_t{36});
        QCOMPARE((*source)->read(1)->info.bpm, 96.0F);
    }

    void everyRecordBeforeTheCutIsKept() {
        auto writer = NoteSequenceWriter::create(m_folder / "set.tfrecord");
        QVERIFY(writer);
        NoteSequenceRecord record;
        std::vector<std::uintmax_t> ends;
        for (const char* const name : {"a.mid", "b.mid", "c.mid"}) {
            record.file = name;
            record.sequence = song(36);
            QVERIFY(writer->write(record));
            ends.push_back(encodeNoteSequence(record).size() + 16 + (ends.empty() ? 0 : ends.back()));
        }
        QVERIFY(writer->commit());
        for (std::uintmax_t size = ends[2] - 1; size > ends[0]; --size) {
            fs::resize_file(m_folder / "set.tfrecord", size);
            const auto source = SongSource::open(m_folder / "set.tfrecord", true, {});
            QVERIFY(source);
            const std::size_t whole = size >= ends[1] ? 2 : 1;
            QCOMPARE((*source)->size(), whole);
            const auto last = (*source)->read(whole - 1);
            QVERIFY(last);
            QCOMPARE(last->repairs.empty(), size == ends[1]);
        }
        fs::resize_file(m_folder / "set.tfrecord", ends[0] - 1); // nothing is left
        const auto source = SongSource::open(m_folder / "set.tfrecord", true, {});
        QVERIFY(source);
        QVERIFY((*source)->read(0).error().code() == ErrorCode::Malformed);
    }

    void examplesAreSplitByTheNameOfTheirFile() {
        const auto midi = writeMidi(song(36));
        std::vector<std::byte> example{std::byte{0x0A}, std::byte(midi.size() + 14), std::byte{0x0A},
                                       std::byte(midi.size() + 12)};
        const auto add = [&example](std::initializer_list<std::size_t> bytes) {
            for (const std::size_t byte : bytes)
                example.push_back(static_cast<std::byte>(byte));
        };
        add({0x0A, 4, 'm', 'i', 'd', 'i', 0x12, midi.size() + 4, 0x0A, midi.size() + 2, 0x0A, midi.size()});
        QVERIFY(midi.size() + 14 < 128);
        example.insert(example.end(), midi.begin(), midi.end());
        const fs::path path = m_folder / "groove-test.tfrecord-00000-of-00001";
        auto writer = TfRecordWriter::create(path);
        QVERIFY(writer && writer->write(example) && writer->commit());
        const auto source = SongSource::open(path, true, {});
        QVERIFY(source);
        const auto read = (*source)->read(0);
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        QVERIFY(read->info.split == Split::Test);
        QCOMPARE(read->sequence.notes.size(), std::size_t{1});
    }

    void aChangedFileHasAnotherVersion() {
        QVERIFY(writeMidiFile(m_folder / "a.mid", song(36)));
        const auto source = SongSource::open(m_folder, true, {});
        QVERIFY(source);
        const auto before = (*source)->version(0);
        QCOMPARE((*source)->version(0), before);
        std::ofstream(m_folder / "a.mid", std::ios::app) << "more";
        QVERIFY((*source)->version(0) != before);
    }

    void shardsAreOneCollectionByName() {
        putShards({"c.mid", "a.mid"}, 0, 2);
        putShards({"d.mid", "b.mid"}, 1, 2);
        const auto source = SongSource::open(m_folder / "x.tfrecord", true, {});
        QVERIFY2(source, source ? "" : source.error().text().c_str());
        const std::vector<std::string> names{"a.mid", "b.mid", "c.mid", "d.mid"};
        const auto splits = splitByName(names);
        QCOMPARE((*source)->size(), names.size());
        for (const std::size_t i : {3U, 1U, 0U, 2U, 1U}) { // in any order
            const auto read = (*source)->read(i);
            QVERIFY(read);
            QCOMPARE(read->info.file, names[i]);
            QCOMPARE(read->collection, std::string("from " + names[i]));
            QVERIFY(read->info.split == splits[i]);
        }
        const auto first = SongSource::open(shardPath(m_folder / "x.tfrecord", 0, 2), true, {});
        QVERIFY(first);
        QCOMPARE((*first)->size(), std::size_t{2});
        QCOMPARE((*first)->info(0).file, std::string("c.mid"));
    }

    void aMissingShardIsAnError() {
        putShards({"a.mid"}, 0, 3);
        putShards({"b.mid"}, 1, 3);
        const auto source = SongSource::open(m_folder / "x.tfrecord", true, {});
        QVERIFY(source.error().code() == ErrorCode::NotFound);
        QVERIFY(source.error().text().find("x.tfrecord-00002-of-00003") != std::string::npos);
        putShards({"b.mid"}, 0, 4);
        QVERIFY(SongSource::open(m_folder / "x.tfrecord", true, {}).error().code() == ErrorCode::InvalidArgument);
    }

    void aBrokenRecordHidesNoOther() {
        const fs::path path = m_folder / "x.tfrecord";
        auto writer = NoteSequenceWriter::create(path);
        QVERIFY(writer);
        for (const int pitch : {36, 200, 38})
            QVERIFY(writer->write({.file = std::to_string(pitch), .sequence = song(pitch)}));
        QVERIFY(writer->commit());
        const auto source = SongSource::open(path, true, {});
        QVERIFY(source);
        QCOMPARE((*source)->size(), std::size_t{3});
        for (const std::size_t i : {1U, 0U, 1U, 2U})
            QCOMPARE((*source)->read(i).has_value(), i != 1);
        QVERIFY((*source)->read(1).error().code() == ErrorCode::Malformed);
    }

private:
    void putShards(const std::vector<std::string>& names, int shard, int count) const {
        auto writer = NoteSequenceWriter::create(shardPath(m_folder / "x.tfrecord", shard, count));
        for (const std::string& name : names) {
            NoteSequenceRecord record;
            record.file = name;
            record.collection = "from " + name;
            record.sequence = song(36);
            QVERIFY(writer->write(record));
        }
        QVERIFY(writer->commit());
    }

    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path m_folder;
};

QTEST_APPLESS_MAIN(TestSongSource)
#include "tst_SongSource.moc"
