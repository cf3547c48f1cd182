#include "core/runs/MetricsReader.h"

#include "core/base/Random.h"
#include "core/runs/RunFolder.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>
#include <limits>

using namespace segue;
using namespace segue::runs;

namespace {

TrainingReport reportAt(std::int64_t step) {
    TrainingReport report;
    report.step = step;
    report.totalSteps = 1000;
    report.epoch = 0.5;
    report.loss = 70.0 + static_cast<double>(step);
    report.klBits = 250.0;
    report.hitAccuracy = 0.75;
    report.accuracy = 0.5;
    report.secondsLeft = 12.5;
    return report;
}

} // namespace

class TestMetricsReader : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_temporary;
    std::filesystem::path m_folder;

    void write(std::string_view text) const {
        std::ofstream file(m_folder / kMetricsName, std::ios::binary | std::ios::app);
        file << text;
    }
    static std::string line(const nlohmann::json& object) { return object.dump() + "\n"; }

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_folder = std::filesystem::path(m_temporary.path().toStdString()) / QTest::currentTestFunction();
        std::filesystem::create_directory(m_folder);
    }

    void fileThatIsNotThereYetIsNoError() {
        MetricsReader reader(m_folder / "missing");
        QVERIFY(!reader.poll().value());
    }

    void halfLineWaitsForItsRest() {
        const std::string whole = line(toJson(reportAt(1)));
        write(std::string_view(whole).substr(0, 20));
        MetricsReader reader(m_folder);
        QVERIFY(!reader.poll().value());
        QVERIFY(reader.history().training.empty());
        write(std::string_view(whole).substr(20));
        QVERIFY(reader.poll().value());
        QCOMPARE(reader.history().training.size(), std::size_t{1});
        QVERIFY(!reader.poll().value());
    }

    void linesThatCannotBeUnderstoodAreCountedAndSkipped() {
        write("\n{\n[]\n\"x\"\n{\"type\":\"training\"}\n{\"type\":\"new\"}\n{\"type\":3}\n"
              "{\"type\":\"state\",\"state\":\"?\",\"message\":\"\"}\n");
        write(line(toJson(reportAt(2))));
        MetricsReader reader(m_folder);
        QVERIFY(reader.poll().value());
        QCOMPARE(reader.skippedLines(), 8);
        QCOMPARE(reader.history().training.size(), std::size_t{1});
    }

    void whatAResumedRunRepeatsTakesThePlaceOfWhatWasLost() {
        for (const int step : {10, 20, 30, 40})
            write(line(toJson(reportAt(step))));
        TrainingReport again = reportAt(25);
        again.loss = 1.0;
        write(line(toJson(again)));
        MetricsReader reader(m_folder);
        QVERIFY(reader.poll().value());
        const auto& training = reader.history().training;
        QCOMPARE(training.size(), std::size_t{3});
        QCOMPARE(training[1].step, std::int64_t{20});
        QCOMPARE(training[2].loss, 1.0);
    }

    void resumedRunForgetsWhatItLost() {
        for (const int step : {10, 20, 30, 40})
            write(line(toJson(reportAt(step))));
        MetricsReader reader(m_folder);
        QVERIFY(reader.poll().value());
        write(line(resumedLine(20)));
        QVERIFY(reader.poll().value());
        QCOMPARE(reader.history().training.back().step, std::int64_t{20});
        QCOMPARE(reader.skippedLines(), 0);
    }

    void shorterFileIsANewRun() {
        for (const int step : {10, 20, 30})
            write(line(toJson(reportAt(step))));
        MetricsReader reader(m_folder);
        QVERIFY(reader.poll().value());
        std::filesystem::resize_file(m_folder / kMetricsName, 0);
        write(line(toJson(reportAt(1))));
        QVERIFY(reader.poll().value());
        QCOMPARE(reader.history().training.size(), std::size_t{1});
        QCOMPARE(reader.history().training.front().step, std::int64_t{1});
    }

    void numberThatIsNotFiniteComesBackAsNotANumber() {
        TrainingReport report = reportAt(3);
        report.loss = std::numeric_limits<double>::infinity();
        write(line(toJson(report)));
        MetricsReader reader(m_folder);
        QVERIFY(reader.poll().value());
        QVERIFY(std::isnan(reader.history().training.front().loss));
    }

    void randomBytesNeverBreakTheReader() {
        Random random(20);
        std::string text = line(toJson(reportAt(9)));
        for (int round = 0; round < 2000; ++round) {
            std::string bytes = text;
            for (int change = 0; change < 3; ++change)
                bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
            write(bytes);
        }
        write("\n" + std::string(3 << 20, 'x') + "\n" + line(toJson(reportAt(10'000))));
        MetricsReader reader(m_folder);
        QVERIFY(reader.poll().value());
        QVERIFY(reader.skippedLines() > 100);
        QCOMPARE(reader.history().training.back().step, std::int64_t{10'000});
    }
};

QTEST_APPLESS_MAIN(TestMetricsReader)
#include "tst_MetricsReader.moc"
