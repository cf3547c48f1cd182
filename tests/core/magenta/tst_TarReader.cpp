#include "core/magenta/TarReader.h"

#include "tests/support/MagentaBytes.h"

#include <QTemporaryDir>
#include <QTest>

using namespace segue;
using namespace segue::magenta;

class TestTarReader : public QObject {
    Q_OBJECT

private:
    using Files = std::map<std::string, std::string>;

    QTemporaryDir m_folder;

    std::filesystem::path file(std::string_view bytes) {
        const auto path = std::filesystem::path(m_folder.path().toStdString()) / "some.tar";
        return test::write(path, bytes) ? path : std::filesystem::path();
    }
    Result<Files> filesOf(std::string_view bytes) {
        auto archive = TarReader::open(file(bytes));
        if (!archive)
            return fail(archive.error());
        Files files;
        while (true) {
            const auto name = (*archive)->next();
            if (!name)
                return fail(name.error());
            if (!*name)
                return files;
            std::string text(static_cast<std::size_t>((*archive)->remaining()), '\0');
            if (auto status = (*archive)->read(std::as_writable_bytes(std::span(text))); !status)
                return fail(status.error());
            files[**name] = text;
        }
    }
    static std::string sizes() {
        return test::tar(
            {{"empty", ""}, {"one", "1"}, {"block", std::string(512, 'b')}, {"more", std::string(513, 'm')}});
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void filesAreReadPackedOrNot_data() {
        QTest::addColumn<bool>("isPacked");
        QTest::newRow("tar") << false;
        QTest::newRow("tar.gz") << true;
    }
    void filesAreReadPackedOrNot() {
        QFETCH(bool, isPacked);
        const auto files = filesOf(isPacked ? test::gzip(sizes()) : sizes());
        QVERIFY2(files, files ? "" : files.error().text().c_str());
        QCOMPARE(
            *files,
            (Files{{"empty", ""}, {"one", "1"}, {"block", std::string(512, 'b')}, {"more", std::string(513, 'm')}}));
    }

    void skippedFilesAndPartsDoNotDisturb_data() { filesAreReadPackedOrNot_data(); }
    void skippedFilesAndPartsDoNotDisturb() {
        QFETCH(bool, isPacked);
        auto archive = TarReader::open(file(isPacked ? test::gzip(sizes()) : sizes()));
        QVERIFY(archive);
        for (int i = 0; i < 4; ++i)
            QVERIFY((*archive)->next());
        QVERIFY((*archive)->skip(512));
        std::array<std::byte, 1> last{};
        QVERIFY((*archive)->read(last));
        QCOMPARE(std::to_integer<char>(last[0]), 'm');
        QVERIFY(!(*archive)->read(last));
        QVERIFY(!*(*archive)->next());
    }

    void longNamesOfEitherKindAreRead() {
        const std::string name = "folder/" + std::string(180, 'n') + ".index";
        QCOMPARE(filesOf(test::tar({{"././@LongLink", name + '\0', 'L'}, {name, "gnu"}})).value(),
                 (Files{{name, "gnu"}}));
        QCOMPARE(filesOf(test::tar({{"pax", test::paxRecord("mtime", "1") + test::paxRecord("path", name), 'x'},
                                    {"short", "pax"}}))
                     .value(),
                 (Files{{name, "pax"}}));
    }

    void foldersLinksAndCommentsArePassedOver() {
        const auto files = filesOf(test::tar({{"folder/", "", '5'},
                                              {"all", test::paxRecord("comment", "x"), 'g'},
                                              {"link", "", '2'},
                                              {"folder/file", "text"}}));
        QCOMPARE(files.value(), (Files{{"folder/file", "text"}}));
    }

    void pathsOutsideAreRefused_data() {
        QTest::addColumn<QByteArray>("bytes");
        const auto add = [](const char* name, const std::vector<test::TarEntry>& entries) {
            QTest::addRow("%s", name) << QByteArray::fromStdString(test::tar(entries));
        };
        add("up", {{"../evil.index", "x"}});
        add("up in the middle", {{"a/../../evil", "x"}});
        add("absolute", {{"/etc/passwd", "x"}});
        add("a folder", {{"../", "", '5'}});
        add("a link", {{"../link", "", '2'}});
        add("by pax", {{"pax", test::paxRecord("path", "../evil"), 'x'}, {"good", "x"}});
        add("by a long name", {{"long", std::string("../evil\0", 8), 'L'}, {"good", "x"}});
    }
    void pathsOutsideAreRefused() {
        QFETCH(QByteArray, bytes);
        const auto files = filesOf(bytes.toStdString());
        QVERIFY(!files);
        QCOMPARE(files.error().code(), ErrorCode::Malformed);
        QVERIFY2(files.error().message().find("leads out") != std::string::npos, files.error().message().c_str());
    }

    void cutsAreNoticedOrEndBetweenFiles_data() { filesAreReadPackedOrNot_data(); }
    void cutsAreNoticedOrEndBetweenFiles() {
        QFETCH(bool, isPacked);
        const std::string sound = isPacked ? test::gzip(sizes()) : sizes();
        const auto whole = filesOf(sound);
        QVERIFY(whole);
        for (std::size_t size = 0; size < sound.size(); size += isPacked ? 1 : 37) {
            const auto files = filesOf(std::string_view(sound).substr(0, size));
            if (!files)
                continue;
            for (const auto& [name, text] : *files)
                QCOMPARE(text, whole->at(name));
        }
    }

    void damagedHeadersAreNoticed() {
        std::string bytes = sizes();
        bytes[3] = 'x'; // of the first name
        QCOMPARE(filesOf(bytes).error().code(), ErrorCode::Malformed);
        QCOMPARE(filesOf(std::string(2000, 'x')).error().code(), ErrorCode::Malformed);
    }

    void damagedPackingIsNoticed() {
        std::string bytes = test::gzip(test::tar({{"file", std::string(5000, 'f')}}));
        bytes[bytes.size() - 6] = static_cast<char>(bytes[bytes.size() - 6] ^ 1); // of the checksum
        const auto files = filesOf(bytes);
        QVERIFY(!files);
        QCOMPARE(files.error().code(), ErrorCode::Malformed);
    }

    void sparseFilesAreUnsupported() {
        QCOMPARE(filesOf(test::tar({{"sparse", "x", 'S'}})).error().code(), ErrorCode::Unsupported);
        QCOMPARE(
            filesOf(test::tar({{"pax", test::paxRecord("GNU.sparse.major", "1"), 'x'}, {"file", "x"}})).error().code(),
            ErrorCode::Unsupported);
    }

    void archivesThatUnpackToMuchMoreAreRefused() {
        const std::string bomb = test::gzip(test::tar({{"zeros", std::string(std::size_t{20} << 20, '\0')}}));
        const auto files = filesOf(bomb);
        QVERIFY(!files);
        QCOMPARE(files.error().code(), ErrorCode::Unsupported);
    }

    void brokenExtensionsAreRefused_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* text :
             {"x", "5", "100 path=a\n", "3 =\n", "2 ", "0 a=b\n", "9 size=x\n", "29 size=99999999999999999999\n"})
            QTest::addRow("%s", text) << QByteArray(text);
    }
    void brokenExtensionsAreRefused() {
        QFETCH(QByteArray, text);
        const auto files = filesOf(test::tar({{"pax", text.toStdString(), 'x'}, {"file", "x"}}));
        QVERIFY(!files);
        QCOMPARE(files.error().code(), ErrorCode::Malformed);
    }

    void archivesAreRecognised() {
        QVERIFY(looksLikeArchive(file(sizes())));
        QVERIFY(looksLikeArchive(file(test::gzip(sizes()))));
        QVERIFY(!looksLikeArchive(file("")));
        QVERIFY(!looksLikeArchive(file(std::string(1000, 'x'))));
        QVERIFY(!looksLikeArchive(m_folder.path().toStdString()));
    }

    void missingFilesAreNotFound() { QCOMPARE(TarReader::open("/nowhere.tar").error().code(), ErrorCode::NotFound); }
};

QTEST_APPLESS_MAIN(TestTarReader)
#include "tst_TarReader.moc"
