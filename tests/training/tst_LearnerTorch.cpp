#include "training/LearnerTorch.h"

#include "tests/training/SyntheticMusic.h"
#include "tests/training/ThreadExchange.h"
#include "training/Recipes.h"

#include <QTest>

#include <array>
#include <cmath>
#include <limits>
#include <map>

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
            const auto result = learner.learn(batches.at(step), step, 1e-2, parameters.maxBeta).value();
            QVERIFY(result.isFinite());
            (step == 0 ? first : last) = result.loss;
        }
        QVERIFY2(last < 0.4 * first, qPrintable(QStringLiteral("%1 -> %2").arg(first).arg(last)));
    }

    void lossOfMelodiesFalls() {
        const auto melodies = test::drawMelodies(2, 12);
        auto parameters = hyperparametersFor(test::tinyMelodyArchitecture(), Recipe::Magenta);
        parameters.batchSize = 8;
        parameters.samplingSchedule = SamplingSchedule::Constant;
        parameters.samplingRate = 0.0;
        Batches batches(melodies, parameters);
        Learner learner{model::MusicVae(test::tinyMelodyArchitecture(), {7, 0.02, 0.05}), parameters};
        double first = 0.0;
        double last = 0.0;
        for (int step = 0; step < 200; ++step) {
            const auto result = learner.learn(batches.at(step), step, 1e-2, parameters.maxBeta).value();
            QVERIFY(result.isFinite());
            QVERIFY(!result.agreement.hits);
            (step == 0 ? first : last) = result.loss;
        }
        QVERIFY2(last < 0.5 * first, qPrintable(QStringLiteral("%1 -> %2").arg(first).arg(last)));
    }

    void partsLearnAsTheWholeBatchDoes() {
        const auto parameters = test::tinyParameters();
        Batches batches(m_data, parameters);
        Learner whole = make(parameters);
        Learner parted(model::MusicVae(test::tinyArchitecture(), {7, 0.02, 0.05}), parameters, nullptr, 3);
        for (int step = 0; step < 5; ++step) {
            const auto one = whole.learn(batches.at(step), step, 1e-3, 0.1).value();
            const auto joined =
                parted.learn(batches.partsAt(step, {0, parameters.batchSize}, 3), step, 1e-3, 0.1).value();
            QVERIFY(std::abs(joined.loss - one.loss) < 1e-5 * one.loss); // floats, added in another order
            QVERIFY(std::abs(joined.klNats - one.klNats) < 1e-5 * one.klNats);
            QVERIFY(std::abs(joined.gradientNorm - one.gradientNorm) < 1e-4 * one.gradientNorm);
            QCOMPARE(joined.agreement.decisions, one.agreement.decisions);
        }
    }

    void howManyWorkersShareThePartsDoesNotMatter() {
        auto parameters = test::tinyParameters();
        parameters.dropoutKeep = 0.5;
        Batches batches(m_data, parameters);
        std::map<std::string, files::Tensor> weights;
        for (const int workers : {1, 2, 3}) {
            Learner learner(model::MusicVae(test::tinyArchitecture(), {7, 0.02, 0.05}), parameters, nullptr, workers);
            for (int step = 0; step < 5; ++step)
                QVERIFY(learner.learn(batches.partsAt(step, {0, parameters.batchSize}, 3), step, 1e-3, 0.1));
            if (workers == 1)
                weights = learner.model().weights();
            QVERIFY(learner.model().weights() == weights);
        }
    }

    void processesTogetherLearnAsOne() {
        constexpr int kProcesses = 3; // of 8 rows: 2, 3 and 3
        auto parameters = test::tinyParameters();
        Batches batches(m_data, parameters);
        Learner alone = make(parameters);
        std::vector<StepResult> expected;
        for (int step = 0; step < 5; ++step)
            expected.push_back(alone.learn(batches.at(step), step, 1e-3, 0.1).value());

        std::array<std::vector<StepResult>, kProcesses> found;
        std::array<std::map<std::string, files::Tensor>, kProcesses> weights;
        test::ThreadMeeting(kProcesses).run([&](Exchange& exchange) {
            const auto rank = static_cast<std::size_t>(exchange.rank());
            // All but rank 0 start from something else, as a process without the run folder does.
            model::MusicVae model(test::tinyArchitecture(), {rank == 0 ? 7U : 99U, 0.02, 0.05});
            model.multiplyIn(rank == 0 ? model::Precision::Float32 : model::Precision::BFloat16);
            Learner learner(std::move(model), parameters, &exchange);
            if (!learner.followRankZero() || learner.model().precision() != model::Precision::Float32)
                return;
            Batches own(m_data, parameters);
            const Rows rows = rowsOfPart(exchange.rank(), kProcesses, parameters.batchSize);
            for (int step = 0; step < 5; ++step)
                found[rank].push_back(learner.learn(own.at(step, rows), step, 1e-3, 0.1).value());
            weights[rank] = learner.model().weights();
        });

        for (std::size_t rank = 0; rank < kProcesses; ++rank) {
            QCOMPARE(found[rank].size(), expected.size());
            for (std::size_t step = 0; step < expected.size(); ++step) {
                const StepResult& one = expected[step];
                const StepResult& joined = found[rank][step];
                QVERIFY(std::abs(joined.loss - one.loss) < 1e-5 * one.loss); // floats, added in another order
                QVERIFY(std::abs(joined.klNats - one.klNats) < 1e-5 * one.klNats);
                QVERIFY(std::abs(joined.gradientNorm - one.gradientNorm) < 1e-4 * one.gradientNorm);
                QCOMPARE(joined.agreement.decisions, one.agreement.decisions);
                QCOMPARE(joined.agreement.hits->onlyTrue + joined.agreement.hits->both,
                         one.agreement.hits->onlyTrue + one.agreement.hits->both);
            }
            QVERIFY(weights[rank] == weights[0]);
        }
        for (const auto& [name, tensor] : alone.model().weights())
            for (std::size_t i = 0; i < tensor.values.size(); ++i)
                // Adam moves a weight by the rate at each step, whichever way its gradient points by a rounding.
                QVERIFY(std::abs(weights[0].at(name).values[i] - tensor.values[i]) < 1e-3F);
    }

    void processThatIsGoneLeavesTheWeightsAsTheyWere() {
        const auto parameters = test::tinyParameters();
        bool isUnchanged = false;
        test::ThreadMeeting(2).run([&](Exchange& exchange) {
            if (exchange.rank() == 1)
                return;
            Learner learner(model::MusicVae(test::tinyArchitecture(), {7, 0.02, 0.05}), parameters, &exchange);
            const auto before = learner.model().weights();
            Batches batches(m_data, parameters);
            const auto result = learner.learn(batches.at(0, {0, 4}), 0, 1e-2, 0.1);
            isUnchanged =
                !result && result.error().code() == ErrorCode::DeviceUnavailable && learner.model().weights() == before;
        });
        QVERIFY(isUnchanged);
    }

    void lossFallsWhileTheDecoderHearsItself() {
        const auto melodies = test::drawMelodies(2, 12);
        auto parameters = hyperparametersFor(test::tinyMelodyArchitecture(), Recipe::Magenta);
        parameters.batchSize = 8;
        parameters.samplingSchedule = SamplingSchedule::InverseSigmoid;
        parameters.samplingRate = 10.0; // nearly every step after forty updates
        Batches batches(melodies, parameters);
        Learner learner{model::MusicVae(test::tinyMelodyArchitecture(), {7, 0.02, 0.05}), parameters};
        const double first = learner.learn(batches.at(0), 0, 1e-2, parameters.maxBeta).value().loss;
        double last = 0.0;
        for (int step = 1; step < 100; ++step)
            last = learner.learn(batches.at(step), step, 1e-2, parameters.maxBeta).value().loss;
        QVERIFY2(last < 0.7 * first, qPrintable(QStringLiteral("%1 -> %2").arg(first).arg(last)));
    }

    void longGradientIsSkipped() {
        auto parameters = test::tinyParameters();
        parameters.gradSkip = 1e-6;
        Learner learner = make(parameters);
        const auto before = learner.model().weights();
        Batches batches(m_data, parameters);
        QVERIFY(learner.learn(batches.at(0), 0, 1e-2, 1.0)->gradientNorm > 1e-6);
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
        QVERIFY(!learner.learn(batch, 0, 1e-2, 1.0)->isFinite());
        TrainingState after;
        learner.save(after);
        QVERIFY(after == before);
    }

    void restoredLearnerGoesOnToTheBit_data() {
        QTest::addColumn<double>("keep");
        QTest::addColumn<double>("sampling");
        QTest::newRow("without dropout") << 1.0 << 0.0;
        QTest::newRow("with dropout") << 0.5 << 0.0;
        QTest::newRow("with scheduled sampling") << 1.0 << 0.5;
    }
    void restoredLearnerGoesOnToTheBit() {
        QFETCH(double, keep);
        QFETCH(double, sampling);
        auto parameters = test::tinyParameters();
        parameters.dropoutKeep = keep;
        parameters.samplingRate = sampling;
        Batches batches(m_data, parameters);
        Learner one = make(parameters);
        for (int step = 0; step < 5; ++step)
            static_cast<void>(one.learn(batches.at(step), step, 1e-3, 0.1));
        TrainingState state;
        one.save(state);
        Learner other = make(parameters);
        QVERIFY(other.restore(state));
        for (int step = 5; step < 10; ++step) {
            const auto a = one.learn(batches.at(step), step, 1e-3, 0.1).value();
            const auto b = other.learn(batches.at(step), step, 1e-3, 0.1).value();
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
