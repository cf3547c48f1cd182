#include "training/LearnerTorch.h"

#include "tests/training/SyntheticMusic.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace segue;
using namespace segue::training;

class TestLearnerTorch : public QObject {
    Q_OBJECT

private:
    Dataset m_data = test::drawDataset(1, 12);

    static Learner make(const Hyperparameters& parameters) {
        return {model::MusicVae(test::tinyArchitecture(), {7, 0.02, 0.05}), parameters};
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void lossFalls() {
        auto parameters = test::tinyParameters();
        parameters.augmentation = {0.0, 0.0, 0.0, 0.0, 0.0, 0.0};
        Batches batches(m_data, parameters);
        Learner learner = make(parameters);
        double first = 0.0;
        double last = 0.0;
        for (int step = 0; step < 200; ++step) {
            const auto result = learner.learn(batches.at(step), step, 1e-2, parameters.maxBeta);
            QVERIFY(result.isFinite());
            (step == 0 ? first : last) = result.loss;
        }
        QVERIFY2(last < 0.4 * first, qPrintable(QStringLiteral("%1 -> %2").arg(first).arg(last)));
    }

    void lossOfMelodiesFalls() {
        const auto melodies = test::drawMelodies(2, 12);
        auto parameters = hyperparametersFor(test::tinyMelodyArchitecture());
        parameters.batchSize = 8;
        Batches batches(melodies, parameters);
        Learner learner{model::MusicVae(test::tinyMelodyArchitecture(), {7, 0.02, 0.05}), parameters};
        double first = 0.0;
        double last = 0.0;
        for (int step = 0; step < 200; ++step) {
            const auto result = learner.learn(batches.at(step), step, 1e-2, parameters.maxBeta);
            QVERIFY(result.isFinite());
            QVERIFY(!result.agreement.hits);
            (step == 0 ? first : last) = result.loss;
        }
        QVERIFY2(last < 0.5 * first, qPrintable(QStringLiteral("%1 -> %2").arg(first).arg(last)));
    }

    void longGradientIsSkipped() {
        auto parameters = test::tinyParameters();
        parameters.gradSkip = 1e-6;
        Learner learner = make(parameters);
        const auto before = learner.model().weights();
        Batches batches(m_data, parameters);
        QVERIFY(learner.learn(batches.at(0), 0, 1e-2, 1.0).gradientNorm > 1e-6);
        QVERIFY(learner.model().weights() == before);
    }

    void brokenLossLeavesTheWeightsAsTheyWere() {
        const auto parameters = test::tinyParameters();
        Learner learner = make(parameters);
        TrainingState before;
        learner.save(before);
        Batches batches(m_data, parameters);
        Batch batch = batches.at(0);
        batch.targets[100] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(!learner.learn(batch, 0, 1e-2, 1.0).isFinite());
        TrainingState after;
        learner.save(after);
        QVERIFY(after == before);
    }

    void restoredLearnerGoesOnToTheBit_data() {
        QTest::addColumn<double>("keep");
        QTest::newRow("without dropout") << 1.0;
        QTest::newRow("with dropout") << 0.5;
    }
    void restoredLearnerGoesOnToTheBit() {
        QFETCH(double, keep);
        auto parameters = test::tinyParameters();
        parameters.dropoutKeep = keep;
        Batches batches(m_data, parameters);
        Learner one = make(parameters);
        for (int step = 0; step < 5; ++step)
            static_cast<void>(one.learn(batches.at(step), step, 1e-3, 0.1));
        TrainingState state;
        one.save(state);
        Learner other = make(parameters);
        QVERIFY(other.restore(state));
        for (int step = 5; step < 10; ++step) {
            const auto a = one.learn(batches.at(step), step, 1e-3, 0.1);
            const auto b = other.learn(batches.at(step), step, 1e-3, 0.1);
            QCOMPARE(a.loss, b.loss);
        }
        QVERIFY(one.model().weights() == other.model().weights());
    }

    void stateOfAnotherModelIsRefused() {
        Learner learner = make(test::tinyParameters());
        TrainingState state;
        learner.save(state);
        state.moments.begin()->second.first.pop_back();
        QVERIFY(learner.restore(state).error().code() == ErrorCode::ShapeMismatch);
        state.weights.erase(state.weights.begin());
        QVERIFY(learner.restore(state).error().code() == ErrorCode::ShapeMismatch);
    }
};

QTEST_APPLESS_MAIN(TestLearnerTorch)
#include "tst_LearnerTorch.moc"
