#include "core/runs/RunWarnings.h"

#include <QTest>

#include <limits>

using namespace segue;
using namespace segue::runs;

namespace {

constexpr RunFacts kEnough{20'000, false, 48.0, 0.2};

TrainingReport training(std::int64_t step, double reconstruction) {
    TrainingReport report;
    report.step = step;
    report.reconstruction = reconstruction;
    return report;
}

EvaluationReport evaluation(std::int64_t step, double hitF1, double klBits = 100.0) {
    EvaluationReport report;
    report.step = step;
    report.hitF1 = hitF1;
    report.klBits = klBits;
    return report;
}

bool has(const std::vector<Warning>& warnings, WarningKind kind) {
    return std::ranges::any_of(warnings, [&](const Warning& warning) { return warning.kind == kind; });
}

} // namespace

class TestRunWarnings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void runThatLearnsWarnsOfNothing() {
        RunHistory history;
        for (int i = 1; i <= 100; ++i) {
            history.add(training(i, 400.0 / i));
            if (i % 10 == 0)
                history.add(evaluation(i, 0.005 * i));
        }
        QVERIFY(warningsOf(history, kEnough).empty());
        QVERIFY(warningsOf({}, {}).empty());
    }

    void fewWindowsAreSaidWithHowManyAreEnough() {
        const auto warnings = warningsOf({}, {310, false, 48.0, 0.2});
        QCOMPARE(warnings.size(), std::size_t{1});
        QVERIFY(warnings.front().kind == WarningKind::LittleData);
        QVERIFY(warnings.front().message.starts_with(
            "Not enough data: 310 windows; about 2,000 is where this configuration starts to work"));
        QVERIFY(!littleDataWarning(kEnoughWindows, false));
        QVERIFY(littleDataWarning(kEnoughWindows - 1, false));
        QVERIFY(!littleDataWarning(310, true)); // a trained model needs less
        QVERIFY(littleDataWarning(kEnoughWindowsToFineTune - 1, true));
        QVERIFY(!littleDataWarning(0, false)); // not known
    }

    void collapseOfTheKlIsToldAtTheSecondEvaluationThatShowsIt() {
        RunHistory history;
        history.add(evaluation(10, 0.1, 0.2));
        QVERIFY(!has(warningsOf(history, kEnough), WarningKind::KlCollapsed));
        history.add(evaluation(20, 0.2, 0.2));
        const auto warnings = warningsOf(history, kEnough);
        QVERIFY(has(warnings, WarningKind::KlCollapsed));
        QVERIFY(warnings.front().message.find("0.2 bits: the decoder ignores z") != std::string::npos);
        QVERIFY(warnings.front().message.find("free_bits") != std::string::npos);
        history.add(evaluation(30, 0.3, 5.0));
        QVERIFY(!has(warningsOf(history, kEnough), WarningKind::KlCollapsed));
    }

    void scoreThatStallsWhileTrainingImprovesIsOverfitting() {
        RunHistory history;
        for (int i = 1; i <= 8; ++i) {
            history.add(training(i * 100, 100.0 - i));
            history.add(evaluation(i * 100, i <= 3 ? 0.1 * i : 0.25));
            QCOMPARE(has(warningsOf(history, kEnough), WarningKind::Overfitting), i == 8);
        }
        history.add(training(900, 90.0));
        history.add(evaluation(900, 0.5));
        QVERIFY(warningsOf(history, kEnough).empty());
    }

    void scoreThatStallsTogetherWithTrainingIsNot() {
        RunHistory history;
        for (int i = 1; i <= 20; ++i) {
            history.add(training(i * 100, 100.0));
            history.add(evaluation(i * 100, 0.25));
        }
        QVERIFY(warningsOf(history, kEnough).empty());
    }

    void lossThatStaysFarAboveItsLowestDiverges() {
        RunHistory history;
        int step = 0;
        for (int i = 0; i < 20; ++i)
            history.add(training(++step, 50.0));
        for (int i = 0; i < 9; ++i)
            history.add(training(++step, 200.0));
        QVERIFY(!has(warningsOf(history, kEnough), WarningKind::Diverging)); // a spike, so far
        history.add(training(++step, std::numeric_limits<double>::quiet_NaN()));
        QVERIFY(has(warningsOf(history, kEnough), WarningKind::Diverging));
        history.add(training(++step, 60.0));
        QVERIFY(!has(warningsOf(history, kEnough), WarningKind::Diverging));
    }

    void risingBetaIsNoDivergence() {
        RunHistory history;
        for (int i = 1; i <= 100; ++i) {
            auto report = training(i, 20.0);
            report.klBits = 300.0;
            report.beta = 0.002 * i;
            report.loss = lossAtFullBeta(20.0, 300.0, {0, false, 48.0, report.beta});
            history.add(report);
        }
        QVERIFY(history.training.back().loss > 2.0 * history.training.front().loss);
        QVERIFY(warningsOf(history, kEnough).empty());
    }

    void skippedStepsAreToldOnceTheyAreMany() {
        RunHistory history;
        auto report = training(500, 50.0);
        report.skippedSteps = 9;
        history.add(report);
        QVERIFY(warningsOf(history, kEnough).empty());
        report.skippedSteps = 12;
        history.add(report);
        const auto warnings = warningsOf(history, kEnough);
        QVERIFY(has(warnings, WarningKind::SkippedSteps));
        QVERIFY(warnings.front().message.starts_with("12 of 500 steps"));
        report.step = 100'000;
        history.add(report);
        QVERIFY(warningsOf(history, kEnough).empty());
    }
};

QTEST_APPLESS_MAIN(TestRunWarnings)
#include "tst_RunWarnings.moc"
