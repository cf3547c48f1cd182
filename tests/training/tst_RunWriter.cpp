#include "training/RunWriter.h"

#include "tests/support/FullDisk.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <sstream>

using namespace segue;
using namespace segue::training;

namespace {

std::string contents(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

} // namespace

class TestRunWriter : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_temporary;
    std::filesystem::path m_folder;

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_folder = std::filesystem::path(m_temporary.path().toStdString()) / QTest::currentTestFunction() / "run";
    }

    void makesItsFolderAndAppendsLines() {
        {
            auto writer = RunWriter::open(m_folder);
            QVERIFY(writer);
            QVERIFY(writer->append({{"a", 1}}));
        }
        auto writer = RunWriter::open(m_folder);
        QVERIFY(writer);
        QVERIFY(writer->append({{"b", 2}}));
        QCOMPARE(contents(m_folder / runs::kMetricsName), std::string("{\"a\":1}\n{\"b\":2}\n"));
    }

    void halfLineOfAKilledRunIsCutOff() {
        std::filesystem::create_directories(m_folder);
        std::ofstream(m_folder / runs::kMetricsName) << "{\"a\":1}\n{\"b\":";
        auto writer = RunWriter::open(m_folder);
        QVERIFY(writer);
        QVERIFY(writer->append({{"c", 3}}));
        QCOMPARE(contents(m_folder / runs::kMetricsName), std::string("{\"a\":1}\n{\"c\":3}\n"));
    }

    void whatAKilledRunLeftHalfWrittenIsRemoved() {
        std::filesystem::create_directories(m_folder / runs::kSamplesName / "40.part");
        std::filesystem::create_directories(m_folder / runs::kSamplesName / "30");
        std::filesystem::create_directories(m_folder / "mine.part");
        std::ofstream(m_folder / runs::kSamplesName / "40.part" / "draw-1.mid") << "x";
        std::ofstream(m_folder / "state.safetensors.123-4.part") << "x";
        std::ofstream(m_folder / runs::kStateName) << "x";
        QVERIFY(RunWriter::open(m_folder));
        QVERIFY(!std::filesystem::exists(m_folder / runs::kSamplesName / "40.part"));
        QVERIFY(!std::filesystem::exists(m_folder / "state.safetensors.123-4.part"));
        QVERIFY(std::filesystem::exists(m_folder / runs::kSamplesName / "30"));
        QVERIFY(std::filesystem::exists(m_folder / runs::kStateName));
        QVERIFY(std::filesystem::exists(m_folder / "mine.part"));
    }

    void secondTrainingInTheSameFolderIsRefused() {
        const auto writer = RunWriter::open(m_folder);
        QVERIFY(writer);
        const auto second = RunWriter::open(m_folder);
        QVERIFY(!second);
        QVERIFY(second.error().message().find("Another training") != std::string::npos);
    }

    void writerIsSeenForAsLongAsItLives() {
        QVERIFY(!runs::isBeingWritten(m_folder));
        {
            auto writer = RunWriter::open(m_folder);
            QVERIFY(writer);
            QVERIFY(runs::isBeingWritten(m_folder));
            const RunWriter moved = std::move(*writer);
            QVERIFY(runs::isBeingWritten(m_folder));
        }
        QVERIFY(!runs::isBeingWritten(m_folder));
    }

    void folderThatCannotBeWrittenToSaysSo() {
        const auto writer = RunWriter::open("/proc/segue-run");
        QVERIFY(!writer);
        QVERIFY(writer.error().code() == ErrorCode::Unreadable || writer.error().code() == ErrorCode::NotFound);
        QVERIFY(writer.error().message().find("/proc/segue-run") != std::string::npos);
    }

    void linesWaitOutAFullDisk() {
        auto writer = RunWriter::open(m_folder);
        QVERIFY(writer);
        QVERIFY(writer->append({{"a", 1}})); // 8 bytes
        {
            const test::FullDisk full(12);
            QVERIFY(!writer->append({{"b", 2}})); // could be written by half
            const auto status = writer->append({{"c", 3}});
            QVERIFY(!status);
            QVERIFY(status.error().code() == ErrorCode::Unreadable);
            QCOMPARE(contents(m_folder / runs::kMetricsName), std::string("{\"a\":1}\n"));
        }
        QVERIFY(writer->append({{"d", 4}}));
        QCOMPARE(contents(m_folder / runs::kMetricsName), std::string("{\"a\":1}\n{\"b\":2}\n{\"c\":3}\n{\"d\":4}\n"));
    }

    void textThatIsNoUtf8StaysALine() {
        auto writer = RunWriter::open(m_folder);
        QVERIFY(writer);
        QVERIFY(writer->append({{"a", "\xff\n"}}));
        const auto text = contents(m_folder / runs::kMetricsName);
        QCOMPARE(std::ranges::count(text, '\n'), 1);
    }
};

QTEST_APPLESS_MAIN(TestRunWriter)
#include "tst_RunWriter.moc"
