#include "core/files/MusicCollection.h"

#include "core/base/Files.h"
#include "core/files/MidiFile.h"
#include "core/files/MusicFiles.h"
#include "core/files/NoteSequenceRecords.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <fstream>
#include <unistd.h>

using namespace segue;
using namespace segue::files;

namespace fs = std::filesystem;

namespace {

music::NoteSequence song(double tempo = 100) {
    music::NoteSequence sequence;
    sequence.tempos = {{Seconds(0), Bpm(tempo)}};
    sequence.notes = {{MidiPitch(36), Velocity(100), Seconds(0), Seconds(0.5), 0, 0, true}};
    return sequence;
}

std::vector<std::string> songs(const MusicCollection& collection) {
    std::vector<std::string> names;
    for (const CollectedSequence& each : collection.sequences)
        names.push_back(each.info.file);
    return names;
}

const SourceInfo& infoOf(const MusicCollection& collection, const std::string& file) {
    return std::ranges::find(collection.sequences, file, [](const CollectedSequence& s) { return s.info.file; })->info;
}

} // namespace

class TestMusicCollection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = fs::path(m_temporary->path().toStdString()) / "müsic";
        fs::create_directories(m_folder / "b" / "deep");
    }

    void folderIsReadInOrderOfNames() {
        for (const char* name :
             {"z.mid", "a.MID", "b/x.midi", "b/deep/k.kar", "b/deep/r.RMI", "notes.txt", ".hidden.mid", "b/._x.mid"})
            put(name, song());
        const auto collection = readMusicCollection(m_folder);
        QVERIFY2(collection, collection ? "" : collection.error().text().c_str());
        QVERIFY(songs(*collection) ==
                (std::vector<std::string>{"a.MID", "b/deep/k.kar", "b/deep/r.RMI", "b/x.midi", "z.mid"}));
        QVERIFY(collection->refused.empty());
        CollectionOptions flat;
        flat.recursive = false;
        QVERIFY(songs(*readMusicCollection(m_folder, flat)) == (std::vector<std::string>{"a.MID", "z.mid"}));
    }

    void tableFillsWhatIsKnown() {
        put("b/x.mid", song(96));
        put("b/y.mid", song(96));
        put("z.mid", song(96));
        text("info.csv", "drummer,style,bpm,beat_type,midi_filename,split\n"
                         "Ännchen,funk/groove1,138,beat,b/x.mid,test\n"
                         ",\"rock, hard\",fast,fill,z.mid,unknown\n"
                         "nobody,jazz,1,beat,missing.mid,train\n");
        const auto collection = readMusicCollection(m_folder);
        QVERIFY(collection);
        QVERIFY(infoOf(*collection, "b/x.mid") == (SourceInfo{"b/x.mid", "funk", "Ännchen", "beat", 138, Split::Test}));
        const std::vector<Split> byName = splitByName({"b/x.mid", "b/y.mid", "z.mid"});
        QVERIFY(infoOf(*collection, "b/y.mid") == (SourceInfo{"b/y.mid", "", "", "", 96, byName[1]}));
        QVERIFY(infoOf(*collection, "z.mid") == (SourceInfo{"z.mid", "rock, hard", "", "fill", 96, byName[2]}));
    }

    void strangeTablesAreIgnored_data() {
        QTest::addColumn<QString>("table");
        QTest::newRow("empty") << "";
        QTest::newRow("other columns") << "name,size\nz.mid,4\n";
        QTest::newRow("only names") << "midi_filename\nz.mid\n";
        QTest::newRow("binary") << QString(QChar(0)) + QStringLiteral("\"\"\"");
    }
    void strangeTablesAreIgnored() {
        QFETCH(QString, table);
        put("z.mid", song(96));
        text("info.csv", table.toStdString());
        const auto collection = readMusicCollection(m_folder);
        QVERIFY(collection);
        QVERIFY(infoOf(*collection, "z.mid") == (SourceInfo{"z.mid", "", "", "", 96, splitByName({"z.mid"})[0]}));
    }

    void refusedFilesAreReported() {
        put("good.mid", song());
        text("bad.mid", "MThd");
        const auto collection = readMusicCollection(m_folder);
        QVERIFY(collection);
        QVERIFY(songs(*collection) == (std::vector<std::string>{"good.mid"}));
        QCOMPARE(collection->refused.size(), std::size_t{1});
        QCOMPARE(collection->refused[0].file, std::string("bad.mid"));
        QVERIFY(collection->refused[0].error.code() == ErrorCode::Malformed);
    }

    void nothingToReadSaysWhy_data() {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("says");
        QTest::newRow("missing") << "no/such/folder"
                                 << "not-found"
                                 << "no/such/folder";
        QTest::newRow("no MIDI") << ""
                                 << "no-music"
                                 << ".mid, .midi, .kar, .rmi";
        QTest::newRow("only broken MIDI") << "broken"
                                          << "no-music"
                                          << "None of the 2 songs";
        QTest::newRow("broken file") << "broken/a.mid"
                                     << "malformed"
                                     << "a.mid";
        QTest::newRow("picture") << "picture.png"
                                 << "unsupported"
                                 << "neither";
        QTest::newRow("no records") << "empty.tfrecord"
                                    << "no-music"
                                    << "no NoteSequence";
        QTest::newRow("broken records") << "broken.tfrecord"
                                        << "malformed"
                                        << "byte 0";
    }
    void nothingToReadSaysWhy() {
        QFETCH(QString, what);
        QFETCH(QString, code);
        QFETCH(QString, says);
        fs::create_directory(m_folder / "broken");
        const fs::path path = what.isEmpty() ? m_folder / "b" : m_folder / what.toStdString();
        text("picture.png", "\x89PNG\r\n\x1A\n and more");
        text("empty.tfrecord", "");
        text("broken.tfrecord", "0123456789012345");
        text("broken/a.mid", "MThd");
        text("broken/b.mid", "");
        const auto collection = readMusicCollection(path);
        QVERIFY(!collection);
        QCOMPARE(QString::fromStdString(std::string(name(collection.error().code()))), code);
        QVERIFY2(QString::fromStdString(collection.error().text()).contains(says), collection.error().text().c_str());
    }

    void linksAreFollowedOnce() {
        put("b/x.mid", song());
        fs::create_directory_symlink("..", m_folder / "b" / "deep" / "loop");
        fs::create_directory_symlink(m_folder, m_folder / "b" / "all");
        fs::create_directory_symlink("nowhere", m_folder / "dangling");
        fs::create_symlink("nowhere.mid", m_folder / "gone.mid");
        fs::create_directory(m_folder.parent_path() / "elsewhere");
        QVERIFY(writeMidiFile(m_folder.parent_path() / "elsewhere" / "y.mid", song()));
        fs::create_directory_symlink("../elsewhere", m_folder / "link");
        const auto collection = readMusicCollection(m_folder);
        QVERIFY(collection);
        QVERIFY(songs(*collection) == (std::vector<std::string>{"b/x.mid", "link/y.mid"}));
        QCOMPARE(collection->refused.size(), std::size_t{1});
        QCOMPARE(collection->refused[0].file, std::string("gone.mid"));
        QVERIFY(collection->refused[0].error.code() == ErrorCode::NotFound);
    }

    void oneFileIsACollection() {
        put("b/x.mid", song(96));
        const auto collection = readMusicCollection(m_folder / "b" / "x.mid");
        QVERIFY(collection);
        QVERIFY(infoOf(*collection, "x.mid") == (SourceInfo{"x.mid", "", "", "", 96, splitByName({"x.mid"})[0]}));
    }

    void recordsAreACollection() {
        const fs::path path = m_folder / "set"; // found out by content
        auto writer = NoteSequenceWriter::create(path);
        NoteSequenceRecord record;
        record.sequence = song(96);
        QVERIFY(writer->write(record));
        record.id = "/id/x";
        QVERIFY(writer->write(record));
        record.file = "b/x.mid";
        record.artist = "drummer1";
        record.genre = "funk";
        QVERIFY(writer->write(record));
        record.sequence.notes[0].pitch = MidiPitch(200);
        QVERIFY(writer->write(record));
        QVERIFY(writer->commit());
        const auto collection = readMusicCollection(path);
        QVERIFY2(collection, collection ? "" : collection.error().text().c_str());
        QVERIFY(songs(*collection) == (std::vector<std::string>{"#1", "/id/x", "b/x.mid"}));
        const Split split = infoOf(*collection, "b/x.mid").split;
        QVERIFY(infoOf(*collection, "b/x.mid") == (SourceInfo{"b/x.mid", "funk", "drummer1", "", 96, split}));
        QCOMPARE(collection->refused.size(), std::size_t{1});
        QCOMPARE(collection->refused[0].file, std::string("#4"));
    }

    void threadsChangeNothing() {
        for (int i = 0; i < 60; ++i)
            put((std::to_string(i) + ".mid").c_str(), song(60 + i));
        text("30.mid", "MThd");
        const auto one = readMusicCollection(m_folder);
        CollectionOptions options;
        options.jobs = 4;
        const auto many = readMusicCollection(m_folder, options);
        QVERIFY(one && many);
        QVERIFY(songs(*one) == songs(*many));
        for (std::size_t i = 0; i < one->sequences.size(); ++i)
            QVERIFY(one->sequences[i].sequence == many->sequences[i].sequence);
        QCOMPARE(many->refused.size(), std::size_t{1});
        QCOMPARE(many->refused[0].file, std::string("30.mid"));
    }

    void progressCountsEveryFile() {
        put("a.mid", song());
        put("b.mid", song());
        text("c.mid", "");
        std::vector<std::pair<int, int>> calls;
        CollectionOptions options;
        options.progress = [&calls](int done, int total) { calls.emplace_back(done, total); };
        QVERIFY(readMusicCollection(m_folder, options));
        QVERIFY(calls == (std::vector<std::pair<int, int>>{{1, 3}, {2, 3}, {3, 3}}));
    }

    void stopEndsTheReading() {
        put("a.mid", song());
        put("b.mid", song());
        std::stop_source source;
        CollectionOptions options;
        options.stop = source.get_token();
        options.progress = [&source](int, int) { source.request_stop(); };
        int visited = 0;
        const auto refused = visitMusicCollection(m_folder, options, [&visited](CollectedSequence) -> Status {
            ++visited;
            return {};
        });
        QVERIFY(refused.error().code() == ErrorCode::Cancelled);
        QCOMPARE(visited, 1);
    }

    void stopBeforeTheBeginningReadsNothing() {
        put("a.mid", song());
        auto writer = NoteSequenceWriter::create(m_folder / "set");
        QVERIFY(writer->write({}));
        QVERIFY(writer->commit());
        std::stop_source source;
        source.request_stop();
        CollectionOptions options;
        options.stop = source.get_token();
        QVERIFY(readMusicCollection(m_folder, options).error().code() == ErrorCode::Cancelled);
        QVERIFY(readMusicCollection(m_folder / "set", options).error().code() == ErrorCode::Cancelled);
    }

    void errorsOfTheVisitorArePassedOn() {
        put("a.mid", song());
        put("b.mid", song());
        int visited = 0;
        const auto refused = visitMusicCollection(m_folder, {}, [&visited](CollectedSequence) -> Status {
            ++visited;
            return fail(ErrorCode::Unreadable, "the disk is full");
        });
        QVERIFY(refused.error().code() == ErrorCode::Unreadable);
        QCOMPARE(visited, 1);
    }

private:
    void put(const char* name, const music::NoteSequence& sequence) const {
        QVERIFY(writeMidiFile(m_folder / name, sequence));
    }
    void text(const char* name, const std::string& content) const {
        std::ofstream(m_folder / name, std::ios::binary) << content;
    }

    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path m_folder;
};

QTEST_APPLESS_MAIN(TestMusicCollection)
#include "tst_MusicCollection.moc"
