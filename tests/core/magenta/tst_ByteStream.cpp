#include "core/magenta/ByteStream.h"

#include "tests/support/MagentaBytes.h"

#include <QTemporaryDir>
#include <QTest>

using namespace segue;
using namespace segue::magenta;

namespace {

std::string read(ByteStream& stream, std::size_t count) {
    std::string text(count, '?');
    return stream.read(std::as_writable_bytes(std::span(text))) ? text : "failed";
}

} // namespace

class TestByteStream : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    std::filesystem::path file(const char* name, std::string_view text) {
        const auto path = std::filesystem::path(m_folder.path().toStdString()) / name;
        return test::write(path, text) ? path : std::filesystem::path();
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void filesAreReadAndSkipped() {
        const auto stream = FileStream::open(file("a", "0123456789"));
        QVERIFY(stream);
        QCOMPARE((*stream)->remaining(), std::uint64_t{10});
        QCOMPARE(read(**stream, 2), std::string("01"));
        QVERIFY((*stream)->skip(3));
        QCOMPARE(read(**stream, 4), std::string("5678"));
        QCOMPARE((*stream)->remaining(), std::uint64_t{1});
    }

    void whatIsCutShortSaysSo() {
        const auto stream = FileStream::open(file("a", "0123"));
        QVERIFY(stream);
        std::array<std::byte, 5> bytes{};
        const auto skipped = (*stream)->skip(5);
        QVERIFY(!skipped);
        QCOMPARE(skipped.error().code(), ErrorCode::Malformed);
        const auto status = (*stream)->read(bytes);
        QVERIFY(!status);
        QCOMPARE(status.error().code(), ErrorCode::Malformed);
        QVERIFY(status.error().message().find("cut short") != std::string::npos);
    }

    void missingFilesAndFoldersAreErrors() {
        const std::filesystem::path folder = m_folder.path().toStdString();
        QCOMPARE(FileStream::open(folder / "none").error().code(), ErrorCode::NotFound);
        QCOMPARE(FileStream::open(folder).error().code(), ErrorCode::Unreadable);
        QCOMPARE(JoinedFiles::open({file("a", "1"), folder / "none"}).error().code(), ErrorCode::NotFound);
    }

    void joinedFilesAreOne() {
        const auto stream = JoinedFiles::open({file("a", "012"), file("b", ""), file("c", "3456"), file("d", "7")});
        QVERIFY(stream);
        QCOMPARE((*stream)->remaining(), std::uint64_t{8});
        QCOMPARE(read(**stream, 2), std::string("01"));
        QCOMPARE(read(**stream, 3), std::string("234"));
        QVERIFY((*stream)->skip(2));
        QCOMPARE(read(**stream, 1), std::string("7"));
        QCOMPARE((*stream)->remaining(), std::uint64_t{0});
        QVERIFY(!(*stream)->skip(1));
        QCOMPARE(read(**stream, 1), std::string("failed"));
    }
};

QTEST_APPLESS_MAIN(TestByteStream)
#include "tst_ByteStream.moc"
