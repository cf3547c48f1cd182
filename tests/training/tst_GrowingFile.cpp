#include "training/GrowingFile.h"

#include "core/base/Files.h"
#include "tests/support/FullDisk.h"

#include <QTemporaryDir>
#include <QTest>

using namespace segue;
using namespace segue::training;

class TestGrowingFile : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_temporary;

    static std::string contents(const std::filesystem::path& path) {
        const auto bytes = readFile(path).value();
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void piecesWaitOutAFullDisk() {
        const auto path = std::filesystem::path(m_temporary.path().toStdString()) / "pieces";
        auto file = GrowingFile::open(path);
        QVERIFY(file);
        QVERIFY(file->append("one "));
        {
            const test::FullDisk full(6);
            QVERIFY(file->append("two ").error().code() == ErrorCode::Unreadable); // could be written by half
            QVERIFY(!file->append("three "));
            QCOMPARE(contents(path), std::string("one "));
        }
        QVERIFY(file->append("four"));
        QCOMPARE(contents(path), std::string("one two three four"));
    }

    void halfLineIsCut() {
        const auto path = std::filesystem::path(m_temporary.path().toStdString()) / "lines";
        QVERIFY(writeFileAtomically(path, "a\nb"));
        auto file = GrowingFile::open(path);
        QVERIFY(file);
        QVERIFY(file->cutPartialLine());
        QVERIFY(file->append("c\n"));
        QCOMPARE(contents(path), std::string("a\nc\n"));
    }

    void folderThatIsNotThereIsAnError() { QVERIFY(!GrowingFile::open("/nowhere/file")); }
};

QTEST_APPLESS_MAIN(TestGrowingFile)
#include "tst_GrowingFile.moc"
