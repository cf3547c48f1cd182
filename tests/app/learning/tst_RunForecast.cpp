#include "app/learning/RunForecast.h"

#include <QTest>

using namespace segue::learning;

class TestRunForecast : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void timeBecomesStepsAndEpochs() {
        // 9 of 10 minutes learn: 540 s at 1,000 examples/s.
        const Forecast forecast = forecastOf({27'000, 10, 60, 1000});
        QCOMPARE(forecast.steps, 9000);
        QCOMPARE(forecast.epochs, 20.0);
    }

    void nothingKnownIsNoCrash() { QCOMPARE(forecastOf({}).steps, 0); }

    void theNewestRunOfTheConfigurationTellsTheSpeed() {
        const std::vector<KnownRun> runs{runOf("groovae_4bar", 10), runOf("groovae_2bar", 640),
                                         runOf("groovae_2bar", 80)};
        QCOMPARE(knownSpeed(runs, "groovae_2bar"), std::optional(640.0));
        QVERIFY(!knownSpeed(runs, "cat-mel_2bar_small"));
    }

    void aRunWithoutReportsTellsNothing() {
        const std::vector<KnownRun> runs{runOf("groovae_2bar", {}), runOf("groovae_2bar", 80)};
        QCOMPARE(knownSpeed(runs, "groovae_2bar"), std::optional(80.0));
    }

private:
    static KnownRun runOf(const char* configuration, std::optional<double> speed) {
        segue::runs::RunHistory history;
        if (speed)
            for (int i = 0; i < 5; ++i) {
                segue::runs::TrainingReport report;
                report.examplesPerSecond = i == 0 ? 1.0 : *speed; // the first one warms up
                history.training.push_back(report);
            }
        KnownRun run;
        run.info.configuration = configuration;
        run.history = std::make_shared<const segue::runs::RunHistory>(history);
        return run;
    }
};

QTEST_GUILESS_MAIN(TestRunForecast)
#include "tst_RunForecast.moc"
