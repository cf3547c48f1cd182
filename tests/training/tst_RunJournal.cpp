#include "training/RunJournal.h"

#include "tests/support/FullDisk.h"

#include <QTemporaryDir>
#include <QTest>

using namespace segue;
using namespace segue::training;

class TestRunJournal : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_temporary;
    std::filesystem::path m_folder;
    const TrainingPlan m_plan;

    [[nodiscard]] runs::RunHistory history() const {
        runs::MetricsReader reader(m_folder);
        return reader.poll() ? reader.history() : runs::RunHistory{};
    }

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_folder = std::filesystem::path(m_temporary.path().toStdString()) / QTest::currentTestFunction();
    }

    void whatIsToldIsWrittenAndHeard() {
        std::vector<std::int64_t> heard;
        runs::RunState state{};
        TrainingListener listener;
        listener.onReport = [&](const runs::TrainingReport& report) { heard.push_back(report.step); };
        listener.onEvaluation = [&](const runs::EvaluationReport& report) { heard.push_back(report.step); };
        listener.onState = [&](const runs::StateReport& report) { state = report.state; };
        RunJournal journal(RunWriter::open(m_folder).value(), m_plan, 5000, {}, 0, listener);
        runs::TrainingReport training;
        training.step = 3;
        runs::EvaluationReport evaluation;
        evaluation.step = 4;
        journal.tell(runs::StateReport{runs::RunState::Training, ""});
        journal.tell(training);
        journal.tell(evaluation);
        QVERIFY(heard == (std::vector<std::int64_t>{3, 4}));
        QVERIFY(state == runs::RunState::Training);
        QVERIFY(history().state.state == runs::RunState::Training);
        QCOMPARE(history().training.back().step, std::int64_t{3});
        QCOMPARE(history().evaluations.back().step, std::int64_t{4});
    }

    void warningsAreToldOnceAndWritten() {
        std::vector<std::string> heard;
        TrainingListener listener;
        listener.onWarning = [&](const std::string& text) { heard.push_back(text); };
        RunJournal journal(RunWriter::open(m_folder).value(), m_plan, 310, {}, 0, listener);
        runs::TrainingReport report;
        report.step = 1;
        journal.tell(report);
        QCOMPARE(heard.size(), std::size_t{1});
        QVERIFY(heard.front().find("310 windows") != std::string::npos);
        QCOMPARE(history().warnings.size(), std::size_t{1});
        QCOMPARE(history().warnings.front().message, heard.front());
    }

    void runThatGoesOnSaysFromWhere() {
        {
            RunJournal journal(RunWriter::open(m_folder).value(), m_plan, 5000, {}, 0, {});
            runs::TrainingReport report;
            for (report.step = 1; report.step < 9; ++report.step)
                journal.tell(report);
        }
        const RunJournal journal(RunWriter::open(m_folder).value(), m_plan, 5000, {}, 5, {});
        QCOMPARE(history().training.back().step, std::int64_t{5});
    }

    void linesThatWaitAreToldOfOnceAndComeLater() {
        int warnings = 0;
        TrainingListener listener;
        listener.onWarning = [&](const std::string&) { ++warnings; };
        RunJournal journal(RunWriter::open(m_folder).value(), m_plan, 5000, {}, 0, listener);
        runs::TrainingReport report;
        {
            const test::FullDisk full(1);
            for (report.step = 1; report.step < 4; ++report.step)
                journal.tell(report);
        }
        QCOMPARE(warnings, 1);
        QVERIFY(history().training.empty());
        journal.tell(report);
        QCOMPARE(history().training.size(), std::size_t{4});
    }
};

QTEST_APPLESS_MAIN(TestRunJournal)
#include "tst_RunJournal.moc"
