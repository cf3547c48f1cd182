#include "core/files/MusicReader.h"

#include "core/files/MidiFile.h"

#include "tests/core/files/MusicXmlBytes.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace segue;
using namespace segue::files;

class TestMusicReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void contentCountsBeforeTheExtension() {
        music::NoteSequence song;
        song.notes = {{MidiPitch(60), Velocity(80), Seconds(0), Seconds(1)}};
        QVERIFY(writeMidiFile(m_path / "song.xml", song));
        QCOMPARE(readMusicFile(m_path / "song.xml")->sequence.notes.size(), std::size_t{1});
        put("score.mid", " \n" + test::scoreOf(test::wholeNote()));
        QCOMPARE(test::inQuarters(readMusicFile(m_path / "score.mid")->sequence), std::string("60 0-4"));
        put("score", test::scoreOf(test::wholeNote()));
        QCOMPARE(readMusicFile(m_path / "score")->sequence.name, std::string("score"));
    }

    void repairsComeWithTheScore() {
        const auto score = readMusicFile(std::filesystem::path(SEGUE_TEST_DATA) / "malformed/musicxml/broken-off.xml");
        QCOMPARE(score->sequence.name, std::string("broken-off.xml"));
        QVERIFY(!score->repairs.empty());
    }

    void errorsNameTheFile() {
        put("text.txt", "hello");
        put("broken.mid", "hello");
        put("broken.mxl", "PK");
        for (const char* name : {"text.txt", "broken.mid", "broken.mxl", "missing.xml"}) {
            const auto read = readMusicFile(m_path / name);
            QVERIFY2(!read && read.error().text().find(name) != std::string::npos, name);
        }
        QCOMPARE(readMusicFile(m_path / "text.txt").error().code(), ErrorCode::Unsupported);
        QCOMPARE(readMusicFile(m_path / "missing.xml").error().code(), ErrorCode::NotFound);
    }

    void anEmptyFileIsCalledEmpty() {
        for (const char* name : {"empty.mid", "empty.musicxml"}) {
            put(name, {});
            const auto read = readMusicFile(m_path / name);
            QVERIFY(!read && read.error().code() == ErrorCode::Malformed);
            QVERIFY(read.error().message().find("empty") != std::string::npos);
        }
    }

    void otherXmlIsPassedOverByItsBeginning() {
        // Larger than any score, and sparse: reading it would be refused as too large.
        put("large.xml", "<?xml version=\"1.0\"?><svg>" + std::string(1 << 16, ' '));
        std::filesystem::resize_file(m_path / "large.xml", std::uintmax_t{1} << 33);
        const auto read = readMusicFile(m_path / "large.xml");
        QCOMPARE(read.error().code(), ErrorCode::NoMusic);
        QVERIFY(read.error().text().find("not MusicXML") != std::string::npos);
    }

private:
    void put(const char* name, const std::string& content) const {
        std::ofstream(m_path / name, std::ios::binary) << content;
    }

    QTemporaryDir m_folder;
    std::filesystem::path m_path = m_folder.path().toStdString();
};

QTEST_APPLESS_MAIN(TestMusicReader)
#include "tst_MusicReader.moc"
