#include "core/files/MusicXmlArchive.h"

#include "tests/core/files/MusicXmlBytes.h"

#include <QTest>

#include <zip.h>

using namespace segue;
using namespace segue::files;

namespace {

using Bytes = std::vector<std::byte>;

struct Entry {
    std::string name;
    std::string content;
    zip_int32_t method = ZIP_CM_DEFLATE;
};

Bytes zipOf(const std::vector<Entry>& entries) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* const target = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_source_keep(target);
    zip_t* const archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
    for (const Entry& entry : entries) {
        zip_source_t* const content = zip_source_buffer(archive, entry.content.data(), entry.content.size(), 0);
        const zip_int64_t index = zip_file_add(archive, entry.name.c_str(), content, ZIP_FL_ENC_UTF_8);
        zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), entry.method, 0);
    }
    zip_close(archive);
    zip_stat_t stat;
    zip_source_stat(target, &stat);
    Bytes bytes(stat.size);
    zip_source_open(target);
    zip_source_read(target, bytes.data(), bytes.size());
    zip_source_close(target);
    zip_source_free(target);
    zip_error_fini(&error);
    return bytes;
}

std::string container(const std::string& path) {
    return "<?xml version=\"1.0\"?><container><rootfiles>"
           "<rootfile full-path=\"picture.png\" media-type=\"image/png\"/>"
           "<rootfile full-path=\"" +
           path + "\"/></rootfiles></container>";
}

/// Everywhere in the bytes.
Bytes replaced(Bytes bytes, const Bytes& from, const Bytes& to) {
    for (auto at = bytes.begin(); (at = std::search(at, bytes.end(), from.begin(), from.end())) != bytes.end();)
        at = std::copy(to.begin(), to.end(), at);
    return bytes;
}

Bytes littleEndian32(std::size_t value) {
    Bytes bytes;
    for (int shift = 0; shift < 32; shift += 8)
        bytes.push_back(static_cast<std::byte>(value >> shift & 0xFF));
    return bytes;
}

} // namespace

class TestMusicXmlArchive : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void scoreIsTheOneThatTheContainerNames() {
        const auto read = readMusicXml(zipOf({{"META-INF/container.xml", container("music/b.xml")},
                                              {"a.xml", test::scoreOf(test::wholeNote() + test::wholeNote())},
                                              {"music/b.xml", m_score}}));
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        QCOMPARE(test::inQuarters(read->sequence), std::string("60 0-4"));
        QVERIFY(read->repairs.empty());
    }

    void scoreWithoutAContainerIsFoundByItsName() {
        const auto read =
            readMusicXml(zipOf({{"readme.txt", "hello"}, {"__MACOSX/a.xml", "x"}, {"a.musicxml", m_score}}));
        QCOMPARE(test::inQuarters(read->sequence), std::string("60 0-4"));
        QCOMPARE(read->repairs.size(), std::size_t{1});
        QVERIFY(read->repairs.front().what.find("container") != std::string::npos);
    }

    void archiveWithoutAScoreIsNoMusic() {
        QCOMPARE(readMusicXml(zipOf({{"readme.txt", "hello"}})).error().code(), ErrorCode::NoMusic);
        QCOMPARE(readMusicXml(zipOf({{"page.xml", "<html/>"}})).error().code(), ErrorCode::NoMusic);
    }

    void bombsAreRefusedByWhatTheyUnpackTo() {
        const auto bomb = zipOf({{"a.xml", "<score-partwise>" + std::string(8 << 20, ' ')}});
        QVERIFY(bomb.size() < 20'000);
        QCOMPARE(readMusicXml(bomb).error().code(), ErrorCode::Unsupported);
        const auto small = zipOf({{"a.xml", m_score + std::string(1 << 19, ' ')}}); // a small file may be sparse
        QVERIFY(readMusicXml(small));
    }

    void bombThatHidesItsSizeIsRefused() {
        const std::size_t size = std::size_t{8} << 20;
        const auto bomb = zipOf({{"a.xml", "<score-partwise>" + std::string(size - 16, ' ')}});
        const auto hidden = replaced(bomb, littleEndian32(size), littleEndian32(100));
        QVERIFY(hidden != bomb);
        QVERIFY(!readMusicXml(hidden)); // refused, or cut where its header says it ends
    }

    void claimOfFourGigabytesCostsNothing() {
        const auto honest = zipOf({{"a.xml", m_score}});
        const auto claim = replaced(honest, littleEndian32(m_score.size()), littleEndian32(0xFFFFFFF0));
        QVERIFY(claim != honest);
        QVERIFY(!readMusicXml(claim));
    }

    void archiveOfTooManyFilesIsRefused() {
        std::vector<Entry> entries(1001, Entry{"", "", ZIP_CM_STORE});
        for (std::size_t i = 0; i < entries.size(); ++i)
            entries[i].name = std::to_string(i);
        QCOMPARE(readMusicXml(zipOf(entries)).error().code(), ErrorCode::Unsupported);
    }

    void damagedScoreIsReadAsFarAsItGoes() {
        const std::string score = test::scoreOf(test::wholeNote());
        auto bytes = zipOf({{"a.xml", score, ZIP_CM_STORE}});
        const auto at = std::search(bytes.begin(), bytes.end(), score.begin(), score.end(),
                                    [](std::byte a, char b) { return static_cast<char>(a) == b; });
        *(at + static_cast<std::ptrdiff_t>(score.find("Piano"))) = std::byte{'G'};
        const auto read = readMusicXml(bytes);
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        QCOMPARE(read->sequence.instrumentNames.front().name, std::string("Giano"));
        QVERIFY(std::ranges::any_of(
            read->repairs, [](const Repair& repair) { return repair.what.find("damaged") != std::string::npos; }));
    }

    void archiveCutAnywhereIsRefused() {
        const auto whole = zipOf({{"a.xml", m_score}});
        for (std::size_t size = 0; size < whole.size(); ++size)
            QVERIFY(!readMusicXml(std::span(whole).first(size)));
    }

private:
    const std::string m_score = test::scoreOf(test::wholeNote());
};

QTEST_APPLESS_MAIN(TestMusicXmlArchive)
#include "tst_MusicXmlArchive.moc"
