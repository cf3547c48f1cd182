#include "core/base/FileBytes.h"

#include "core/base/Files.h"

#include <QTemporaryDir>
#include <QTest>

#include <string>

using namespace segue;

class TestFileBytes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void readsFromAnywhere() {
        const auto path = file("abcdefgh");
        auto opened = FileBytes::open(path);
        QVERIFY(opened);
        const FileBytes bytes = std::move(*opened);
        QCOMPARE(bytes.size(), std::uint64_t{8});
        QCOMPARE(text(bytes, 5, 3), std::string("fgh"));
        QCOMPARE(text(bytes, 0, 2), std::string("ab"));
        QCOMPARE(text(bytes, 8, 0), std::string());
    }

    void bytesBehindTheEndAreAnError() {
        const auto path = file("abc");
        const auto bytes = FileBytes::open(path);
        std::array<std::byte, 4> out{};
        const auto status = bytes->read(1, out);
        QVERIFY(!status);
        QVERIFY(status.error().code() == ErrorCode::Unreadable);
        QVERIFY(status.error().text().find(path.string()) != std::string::npos);
    }

    void whatCannotBeOpenedIsNamed() {
        const auto missing = FileBytes::open("/nowhere/file");
        QVERIFY(missing.error().code() == ErrorCode::NotFound);
        QVERIFY(missing.error().text().find("/nowhere/file") != std::string::npos);
        QVERIFY(FileBytes::open(m_folder.path().toStdString()).error().code() == ErrorCode::Unreadable);
    }

private:
    [[nodiscard]] std::filesystem::path file(std::string_view content) const {
        std::filesystem::path path = m_folder.filePath(QStringLiteral("file")).toStdString();
        [&] { QVERIFY(writeFileAtomically(path, content)); }();
        return path;
    }
    static std::string text(const FileBytes& bytes, std::uint64_t offset, std::size_t size) {
        std::string out(size, '?');
        return bytes.read(offset, std::as_writable_bytes(std::span(out))) ? out : "an error";
    }

    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(TestFileBytes)
#include "tst_FileBytes.moc"
