#include "core/runs/RunReports.h"

#include <QTest>

#include <cmath>

using namespace segue;
using namespace segue::runs;

class TestRunReports : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void readsBackEveryField() {
        TrainingReport training;
        training.step = 5;
        training.totalSteps = 1000;
        training.epoch = 0.5;
        training.loss = 75.0;
        training.reconstruction = 70.0;
        training.klBits = 250.0;
        training.beta = 0.1;
        training.learningRate = 0.002;
        training.gradientNorm = 3.0;
        training.hitAccuracy = 0.75;
        training.accuracy = 0.5;
        training.examplesPerSecond = 600.0;
        training.secondsLeft = 12.5;
        training.skippedSteps = 2;
        EvaluationReport evaluation;
        evaluation.step = 7;
        evaluation.hitF1 = 0.9;
        evaluation.accuracy = 0.4;
        evaluation.timingErrorMs = 11.4;
        evaluation.measures = {{"free_running_accuracy", 0.4}, {"teacher_forced_accuracy", 0.8}};
        evaluation.checkpoint = "best.safetensors";
        evaluation.samples = "samples/7";
        const std::vector<Warning> warnings{{WarningKind::KlCollapsed, "KL has collapsed"},
                                            {WarningKind::SkippedSteps, "Steps were skipped"}};
        RunHistory history;
        QVERIFY(addLine(history, toJson(training).dump()));
        QVERIFY(addLine(history, toJson(evaluation).dump()));
        QVERIFY(addLine(history, toJson(StateReport{RunState::Paused, "Paused"}).dump()));
        QVERIFY(addLine(history, toJson(warnings).dump()));
        QCOMPARE(toJson(history.training.front()).dump(), toJson(training).dump());
        QCOMPARE(toJson(history.evaluations.front()).dump(), toJson(evaluation).dump());
        QVERIFY(history.state.state == RunState::Paused);
        QCOMPARE(history.state.message, std::string("Paused"));
        QVERIFY(history.warnings == warnings);
    }

    void everyStateComesBack() {
        for (const auto state : {RunState::Starting, RunState::Training, RunState::Paused, RunState::Stopped,
                                 RunState::Finished, RunState::Failed}) {
            RunHistory history;
            history.state.message = "before";
            QVERIFY(addLine(history, toJson(StateReport{state, ""}).dump()));
            QVERIFY(history.state.state == state);
        }
    }

    void melodiesAreJudgedByTheirAccuracyAndDrumsByTheirHits() {
        EvaluationReport melody;
        melody.accuracy = 0.4;
        RunHistory history;
        QVERIFY(addLine(history, toJson(melody).dump()));
        QVERIFY(std::isnan(history.evaluations.front().hitF1));
        QCOMPARE(score(history.evaluations.front()), 0.4);
        EvaluationReport drums = melody;
        drums.hitF1 = 0.9;
        QCOMPARE(score(drums), 0.9);
    }

    void linesOfEarlierVersionsAreUnderstood() {
        auto training = toJson(TrainingReport{});
        training.erase("accuracy");
        training.erase("skipped_steps");
        EvaluationReport report;
        report.hitF1 = 0.5;
        auto evaluation = toJson(report);
        for (const char* const field : {"accuracy", "measures", "samples"})
            evaluation.erase(field);
        RunHistory history;
        QVERIFY(addLine(history, training.dump()));
        QVERIFY(addLine(history, evaluation.dump()));
        QVERIFY(std::isnan(history.training.front().accuracy));
        QCOMPARE(history.training.front().skippedSteps, std::int64_t{0});
        QVERIFY(std::isnan(history.evaluations.front().accuracy));
        QCOMPARE(score(history.evaluations.front()), 0.5);
    }

    void warningsOfLaterVersionsAreLeftOut() {
        RunHistory history;
        QVERIFY(addLine(history, R"({"type":"warnings","warnings":[{"kind":"new","message":"a"},)"
                                 R"({"kind":"diverging","message":"b"}]})"));
        QVERIFY(history.warnings == (std::vector{Warning{WarningKind::Diverging, "b"}}));
    }

    void resumingForgetsLaterSteps() {
        RunHistory history;
        for (const int step : {10, 20, 30}) {
            TrainingReport training;
            training.step = step;
            history.add(training);
            EvaluationReport evaluation;
            evaluation.step = step + 1;
            history.add(evaluation);
        }
        QVERIFY(addLine(history, resumedLine(20).dump()));
        QCOMPARE(history.training.size(), std::size_t{2});
        QCOMPARE(history.evaluations.size(), std::size_t{1});
    }

    void whatCannotBeUnderstoodChangesNothing() {
        RunHistory history;
        history.warnings = {{WarningKind::Diverging, "b"}};
        for (const char* const line : {"", "{", "[]", "3", R"({"type":"new"})", R"({"type":"warnings"})",
                                       R"({"type":"warnings","warnings":[3]})", R"({"type":"resumed"})",
                                       R"({"type":"state","state":"?","message":""})", R"({"type":"training"})"})
            QVERIFY(!addLine(history, line));
        QCOMPARE(history.warnings.size(), std::size_t{1});
        QVERIFY(history.training.empty());
    }
};

QTEST_APPLESS_MAIN(TestRunReports)
#include "tst_RunReports.moc"
