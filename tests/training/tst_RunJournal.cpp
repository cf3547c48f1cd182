#include "training/RunJournal.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace segue;
using namespace segue::training;

class TestRunJournal : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_temporary;
    std::filesystem::path m_folder;

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
        RunJournal journal(RunWriter::open(m_folder).value(), listener);
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

    void linesThatWaitAreToldOfOnceAndComeLater() {
        int warnings = 0;
        TrainingListener listener;
        listener.onWarning = [&](const std::string&) { ++warnings; };
        RunJournal journal(RunWriter::open(m_folder).value(), listener);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        auto* const handler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit full{1, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &full);
        runs::TrainingReport report;
        for (report.step = 1; report.step < 4; ++report.step)
            journal.tell(report);
        setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
        QCOMPARE(warnings, 1);
        QVERIFY(history().training.empty());
        journal.tell(report);
        QCOMPARE(history().training.size(), std::size_t{4});
    }
};

QTEST_APPLESS_MAIN(TestRunJournal)
#include "tst_RunJournal.moc"
