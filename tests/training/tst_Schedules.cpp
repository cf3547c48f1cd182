#include "training/Schedules.h"

#include "training/Hyperparameters.h"

#include <QTest>

#include <cmath>

using namespace segue::training;

class TestSchedules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void exponentialHalvesWhereMagentasDoes() {
        QCOMPARE(exponentialLearningRate(1e-3, 1e-5, 0.9999, 0), 1e-3);
        // .9999^6931 = .5
        QVERIFY(std::abs(exponentialLearningRate(1e-3, 1e-5, 0.9999, 6931) - (0.99e-3 / 2 + 1e-5)) < 1e-7);
        QVERIFY(std::abs(exponentialLearningRate(1e-3, 1e-5, 0.9999, 1'000'000) - 1e-5) < 1e-12);
    }

    void cosineFallsFromHighestToLowest() {
        QCOMPARE(cosineLearningRate(2e-3, 1e-5, 200, 200, 0.0), 2e-3);
        QVERIFY(std::abs(cosineLearningRate(2e-3, 1e-5, 200, 500, 0.5) - (2e-3 + 1e-5) / 2) < 1e-12);
        QVERIFY(std::abs(cosineLearningRate(2e-3, 1e-5, 200, 1000, 1.0) - 1e-5) < 1e-12);
        QVERIFY(std::abs(cosineLearningRate(2e-3, 1e-5, 200, 1000, 1.7) - 1e-5) < 1e-12);
    }

    void warmupRisesInALine() {
        QCOMPARE(cosineLearningRate(1.0, 0.0, 4, 0, 0.0), 0.25);
        QCOMPARE(cosineLearningRate(1.0, 0.0, 4, 3, 0.0), 1.0);
        QCOMPARE(cosineLearningRate(1.0, 0.0, 0, 0, 0.0), 1.0);
    }

    void betaFollowsMagenta() {
        QCOMPARE(betaAt(0.2, 0.0, 0), 0.0); // 0^0 = 1
        QCOMPARE(betaAt(0.2, 0.0, 1), 0.2);
        QVERIFY(std::abs(betaAt(1.0, 0.99999, 10'000) - 0.095) < 5e-4);
        QVERIFY(std::abs(betaAt(1.0, 0.99999, 200'000) - 0.865) < 5e-4);
    }

    void parametersChooseTheSchedule() {
        Hyperparameters parameters;
        QCOMPARE(learningRateAt(parameters, 1000, 0.0), parameters.learningRate);
        parameters.schedule = LearningRateSchedule::Exponential;
        QCOMPARE(learningRateAt(parameters, 1000, 0.9),
                 exponentialLearningRate(parameters.learningRate, parameters.minLearningRate, 0.9999, 1000));
    }

    void samplingFollowsMagenta() {
        QVERIFY(std::abs(inverseSigmoidSampling(1000.0, 0) - 1.0 / 1001.0) < 1e-12);
        QVERIFY(std::abs(inverseSigmoidSampling(1000.0, 6908) - 0.5) < 1e-4); // k ln k
        QVERIFY(std::abs(inverseSigmoidSampling(1000.0, 10'000) - 0.957) < 1e-3);
        QCOMPARE(inverseSigmoidSampling(1000.0, 100'000'000), 1.0); // where e^(t / k) is infinite
        QCOMPARE(exponentialSampling(0.999, 0), 0.0);
        QVERIFY(std::abs(exponentialSampling(0.999, 693) - 0.5) < 1e-3); // .999^693 = .5
    }

    void parametersChooseHowOftenTheDecoderHearsItself() {
        Hyperparameters parameters;
        QCOMPARE(samplingProbabilityAt(parameters, 5000), 0.0);
        parameters.samplingRate = 0.3;
        QCOMPARE(samplingProbabilityAt(parameters, 5000), 0.3);
        parameters.samplingSchedule = SamplingSchedule::InverseSigmoid;
        parameters.samplingRate = 1000.0;
        QCOMPARE(samplingProbabilityAt(parameters, 5000), inverseSigmoidSampling(1000.0, 5000));
        parameters.samplingSchedule = SamplingSchedule::Exponential;
        parameters.samplingRate = 0.999;
        QCOMPARE(samplingProbabilityAt(parameters, 5000), exponentialSampling(0.999, 5000));
    }
};

QTEST_APPLESS_MAIN(TestSchedules)
#include "tst_Schedules.moc"
