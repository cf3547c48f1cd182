#include "training/EventFile.h"

#include "core/files/TfRecord.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <limits>

using namespace segue;
using namespace segue::training;

namespace {

/// Reads them with their checksums.
std::vector<std::string> recordsOf(const std::filesystem::path& path) {
    std::vector<std::string> records;
    auto reader = files::TfRecordReader::open(path).value();
    while (auto record = reader.next().value())
        records.emplace_back(reinterpret_cast<const char*>(record->data()), record->size());
    return records;
}

std::vector<std::filesystem::path> filesIn(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

/// A field of a message: its key byte and what follows.
bool has(const std::string& record, const std::string& bytes) {
    return record.find(bytes) != std::string::npos;
}

} // namespace

class TestEventFile : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_temporary;
    std::filesystem::path m_folder;

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_folder = std::filesystem::path(m_temporary.path().toStdString()) / QTest::currentTestFunction();
    }

    /// The bytes are written out by hand from TensorFlow's field numbers, not by the code that wrote them.
    void recordsAreTensorBoards() {
        auto file = EventFile::create(m_folder, 0);
        QVERIFY(file);
        QVERIFY(file->append(5, {{"loss", 1.5}}));
        const auto paths = filesIn(m_folder);
        QCOMPARE(paths.size(), std::size_t{1});
        QVERIFY(paths.front().filename().string().starts_with("events.out.tfevents.1"));
        const auto records = recordsOf(paths.front());
        QCOMPARE(records.size(), std::size_t{2});
        QCOMPARE(records[0].front(), '\x09'); // wall_time, field 1 of 8 bytes
        QVERIFY(has(records[0], std::string("\x1a\x0d", 2) + "brain.Event:2")); // file_version, field 3
        QVERIFY(has(records[1], std::string("\x10\x05", 2))); // step, field 2
        const std::string value = std::string("\x0a\x04", 2) + "loss" + // tag, field 1
                                  std::string("\x15\x00\x00\xc0\x3f", 5); // simple_value, field 2 of 4 bytes
        QVERIFY(has(records[1], std::string("\x2a\x0d\x0a\x0b", 4) + value)); // summary, field 5; value, field 1
    }

    void resumedRunMakesTensorBoardForgetLaterSteps() {
        QVERIFY(EventFile::create(m_folder, 0));
        QVERIFY(EventFile::create(m_folder, 41));
        const auto paths = filesIn(m_folder);
        QCOMPARE(paths.size(), std::size_t{2});
        const auto records = recordsOf(paths.back());
        QCOMPARE(records.size(), std::size_t{2});
        QVERIFY(has(records[1], std::string("\x10\x2a", 2))); // step 42
        QVERIFY(has(records[1], std::string("\x3a\x02\x08\x01", 4))); // session_log, field 7: status START
    }

    void tagsAreMagentas() {
        runs::TrainingReport report;
        report.loss = 12.0;
        report.reconstruction = 10.0;
        report.beta = 0.5;
        const auto scalars = scalarsOf(report);
        QVERIFY(std::ranges::count(scalars, Scalar{"losses/kl_loss", 4.0}) == 1);
        for (const char* const tag : {"loss", "losses/r_loss", "losses/kl_bits", "losses/kl_beta", "learning_rate"})
            QVERIFY2(std::ranges::count(scalars, tag, &Scalar::tag) == 1, tag);
        QVERIFY(std::ranges::count(scalars, "metrics/accuracy", &Scalar::tag) == 0); // which is no number here
    }

    void measuresKeepTeacherForcedAndFreeRunningApart() {
        runs::EvaluationReport report;
        report.measures = {{"teacher_forced_accuracy", 0.8}, {"free_running_accuracy", 0.4}};
        const auto scalars = scalarsOf(report);
        QVERIFY(std::ranges::count(scalars, Scalar{"metrics/accuracy", 0.8}) == 1);
        QVERIFY(std::ranges::count(scalars, Scalar{"free_running/accuracy", 0.4}) == 1);
    }
};

QTEST_APPLESS_MAIN(TestEventFile)
#include "tst_EventFile.moc"
