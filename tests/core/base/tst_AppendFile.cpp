#include "core/base/AppendFile.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <iterator>

using namespace segue;

class TestAppendFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_path = m_folder.filePath(QStringLiteral("x")).toStdString();
        std::filesystem::remove(m_path);
    }

    void whatWasFlushedIsThereAndTheRestIsNot() {
        {
            auto file = AppendFile::open(m_path, 0);
            QVERIFY(file && file->append("kept") && file->flush() && file->append(" lost"));
            QCOMPARE(file->size(), std::uint64_t{9});
        }
        QCOMPARE(content(), std::string("kept"));
    }

    void itGoesOnFromAnyLength() {
        for (const auto& [size, expected] :
             {std::pair(0U, "more"), std::pair(2U, "kemore"), std::pair(4U, "keptmore")}) {
            std::ofstream(m_path) << "kept";
            auto file = AppendFile::open(m_path, size);
            QVERIFY(file && file->append("more") && file->flush());
            QCOMPARE(content(), std::string(expected));
        }
    }

    void muchIsWrittenInOrder() {
        auto file = AppendFile::open(m_path, 0);
        QVERIFY(file);
        std::string all;
        for (int i = 0; i < 40000; ++i) {
            const std::string line = std::to_string(i) + "\n";
            all += line;
            QVERIFY(file->append(line));
        }
        QVERIFY(file->flush());
        QVERIFY(content() == all);
    }

    void whatCannotBeIsAnError() {
        std::ofstream(m_path) << "kept";
        QVERIFY(AppendFile::open(m_path, 5).error().code() == ErrorCode::Malformed);
        QVERIFY(AppendFile::open(m_folder.path().toStdString() + "/no/x", 0).error().code() == ErrorCode::NotFound);
        QVERIFY(AppendFile::open(m_folder.path().toStdString(), 0).error().code() == ErrorCode::Unreadable);
    }

    void aFullDiskIsAnError() {
        if (!std::filesystem::exists("/dev/full"))
            QSKIP("this system has no /dev/full");
        std::filesystem::create_symlink("/dev/full", m_path);
        auto file = AppendFile::open(m_path, 0);
        QVERIFY2(file, file ? "" : file.error().text().c_str());
        QVERIFY(file->append("x"));
        const auto status = file->flush();
        QVERIFY(status.error().code() == ErrorCode::Unreadable);
        QVERIFY(status.error().text().find("No space left") != std::string::npos);
    }

private:
    [[nodiscard]] std::string content() const {
        std::ifstream file(m_path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    QTemporaryDir m_folder;
    std::filesystem::path m_path;
};

QTEST_APPLESS_MAIN(TestAppendFile)
#include "tst_AppendFile.moc"
