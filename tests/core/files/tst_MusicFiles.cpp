#include "core/files/MusicFiles.h"

#include "core/files/TfRecord.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace segue;
using namespace segue::files;

class TestMusicFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void extensionsAreKnownInAnyCase() {
        for (const char* name : {"a.mid", "a.MIDI", "b/a.Kar", "a.b.rmi"})
            QVERIFY2(hasMidiExtension(name), name);
        for (const char* name : {"a", "mid", ".mid", "a.mid.txt", "a.wav", "a.middle", ""})
            QVERIFY2(!hasMidiExtension(name), name);
        for (const char* name : {"a.xml", "a.MusicXML", "b/a.Mxl"})
            QVERIFY2(hasMusicXmlExtension(name) && !hasMidiExtension(name), name);
    }

    void kindIsFoundByContentThenByExtension() {
        put("header", std::string("MThd") + std::string(20, '\0'));
        put("empty.mid", "");
        put("empty.tfrecord", "");
        put("empty.mxl", "");
        put("page", " <?xml version=\"1.0\"?>");
        put("archive", "PK\3\4");
        put("shards.tfrecord-00000-of-00001", "");
        put("text.txt", "hello");
        put("empty", "");
        auto records = TfRecordWriter::create(m_path / "records");
        QVERIFY(records->write({}));
        QVERIFY(records->commit());
        QVERIFY(musicKindOf(m_path) == MusicKind::Folder);
        QVERIFY(musicKindOf(m_path / "missing") == MusicKind::Folder);
        QVERIFY(musicKindOf(m_path / "header") == MusicKind::Midi);
        QVERIFY(musicKindOf(m_path / "empty.mid") == MusicKind::Midi);
        QVERIFY(musicKindOf(m_path / "empty.mxl") == MusicKind::MusicXml);
        QVERIFY(musicKindOf(m_path / "page") == MusicKind::MusicXml);
        QVERIFY(musicKindOf(m_path / "archive") == MusicKind::MusicXml);
        QVERIFY(musicKindOf(m_path / "records") == MusicKind::NoteSequences);
        QVERIFY(musicKindOf(m_path / "empty.tfrecord") == MusicKind::NoteSequences);
        QVERIFY(musicKindOf(m_path / "shards.tfrecord-00000-of-00001") == MusicKind::NoteSequences);
        QVERIFY(musicKindOf(m_path / "text.txt") == MusicKind::Other);
        QVERIFY(musicKindOf(m_path / "empty") == MusicKind::Other);
    }

    void recordThatBeginsAsXmlDoesIsARecord() {
        auto records = TfRecordWriter::create(m_path / "sixty");
        QVERIFY(records->write(std::vector<std::byte>('<'))); // the first byte of a record is its length
        QVERIFY(records->commit());
        QVERIFY(musicKindOf(m_path / "sixty") == MusicKind::NoteSequences);
    }

    void scoresAreListedBesideMidiFiles() {
        std::filesystem::create_directories(m_path / "music");
        for (const char* name : {"music/b.mid", "music/a.mxl", "music/c.XML", "music/d.txt"})
            put(name, "");
        const auto found = listMusicFiles(m_path / "music", true);
        std::vector<std::string> names;
        for (const MusicFile& file : found->files)
            names.push_back(file.name);
        QVERIFY(names == (std::vector<std::string>{"a.mxl", "b.mid", "c.XML"}));
    }

    void fileIsNoFolder() {
        put("a.mid", "");
        QVERIFY(listMusicFiles(m_path / "a.mid", true).error().code() == ErrorCode::InvalidArgument);
        QVERIFY(listMusicFiles(m_path / "missing", true).error().code() == ErrorCode::NotFound);
    }

private:
    void put(const char* name, const std::string& content) const {
        std::ofstream(m_path / name, std::ios::binary) << content;
    }

    QTemporaryDir m_folder;
    std::filesystem::path m_path = m_folder.path().toStdString();
};

QTEST_APPLESS_MAIN(TestMusicFiles)
#include "tst_MusicFiles.moc"
