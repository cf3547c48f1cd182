#include "core/base/Files.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

using namespace segue;

class TestFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void readsWhatWasWritten() {
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "note.txt";
        QVERIFY(writeFileAtomically(path, std::string_view("groove")));
        QVERIFY(writeFileAtomically(path, std::string_view("swing")));
        const auto bytes = readFile(path);
        QVERIFY(bytes);
        QCOMPARE(std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size()), std::string("swing"));
        QCOMPARE(std::distance(std::filesystem::directory_iterator(path.parent_path()), {}), 1);
    }

    void missingFileIsNotFound() {
        const auto bytes = readFile("no/such/file.mid");
        QVERIFY(!bytes);
        QVERIFY(bytes.error().code() == ErrorCode::NotFound);
        QVERIFY(bytes.error().text().find("no/such/file.mid") != std::string::npos);
    }

    void folderIsUnreadable() {
        QTemporaryDir folder;
        const auto bytes = readFile(folder.path().toStdString());
        QVERIFY(!bytes);
        QVERIFY(bytes.error().code() == ErrorCode::Unreadable);
    }

    void largerThanLimitIsUnsupported() {
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "large";
        QVERIFY(writeFileAtomically(path, std::string_view("0123456789")));
        QVERIFY(readFile(path, 10));
        QVERIFY(readFile(path, 9).error().code() == ErrorCode::Unsupported);
    }

    void writingToNowhereLeavesNothing() {
        const auto status = writeFileAtomically("no/such/folder/file", std::string_view("x"));
        QVERIFY(!status);
        QVERIFY(status.error().code() == ErrorCode::NotFound);
    }

    void deviceWithoutSizeIsReadToItsEnd() {
        QVERIFY(readFile("/dev/null")->empty());
        QVERIFY(readFile("/dev/zero", 100'000).error().code() == ErrorCode::Unsupported);
    }
};

QTEST_APPLESS_MAIN(TestFiles)
#include "tst_Files.moc"
