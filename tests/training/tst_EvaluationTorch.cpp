#include "training/EvaluationTorch.h"

#include "tests/support/RandomModel.h"
#include "tests/training/SyntheticMusic.h"

#include <QTest>

using namespace segue;
using namespace segue::training;

namespace {

files::ModelFile drawModel(std::uint64_t seed) {
    return test::randomModel(test::tinyArchitecture(), seed);
}

} // namespace

class TestEvaluationTorch : public QObject {
    Q_OBJECT

private:
    Dataset m_data = test::drawDataset(3, 50); // 150 windows: more than one batch, and a part of one

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void measuresEveryWindowAndIsDeterministic() {
        const auto file = drawModel(1);
        const auto one = evaluateModelFile(file, m_data, {});
        const auto other = evaluateModelFile(file, m_data, {});
        QVERIFY(one && other);
        QCOMPARE(one->freeRunning.windows(), m_data.size());
        QCOMPARE(one->loss, other->loss);
        QVERIFY(one->measures() == other->measures());
        QVERIFY(one->klBits > 0.0 && one->reconstruction > 0.0);
        QVERIFY(one->freeRunning.grooves()->hits().f1() < 0.6); // it has learned nothing
        QCOMPARE(one->measures().at("free_running_hit_f1"), one->freeRunning.grooves()->hits().f1());
    }

    void groovesAreMeasuredInBothWays() {
        const auto evaluation = evaluateModelFile(drawModel(1), m_data, {});
        QVERIFY(evaluation);
        QCOMPARE(evaluation->teacherForced.windows(), m_data.size());
        const auto measures = evaluation->measures();
        for (const std::string way : {"teacher_forced_", "free_running_"}) {
            for (const char* const share : {"hit_f1", "hit_precision", "hit_recall", "velocity_error"})
                QVERIFY(measures.at(way + share) > 0.0 && measures.at(way + share) < 1.0);
            // Hits lie up to a third of a step from theirs, of some 100 ms.
            QVERIFY(measures.at(way + "timing_error_ms") > 1.0 && measures.at(way + "timing_error_ms") < 100.0);
        }
        QVERIFY(measures.at("teacher_forced_velocity_error") != measures.at("free_running_velocity_error"));
    }

    void strideMeasuresEveryNthWindow() {
        const auto model = model::MusicVae::fromModelFile(drawModel(1));
        QVERIFY(model);
        QCOMPARE(evaluate(*model, m_data, {}, 7).freeRunning.windows(), 22);
    }

    void meansAreThoseOfTheWindowsInOrder() {
        const auto model = model::MusicVae::fromModelFile(drawModel(4));
        QVERIFY(model);
        const torch::NoGradGuard noGrad;
        const auto means = latentMeans(*model, m_data);
        QCOMPARE(means.size(0), std::int64_t{m_data.size()});
        const auto tensor = m_data.codec().exampleOf(m_data.pattern(140)).input;
        const auto alone = model->encode(torch::tensor(tensor).view({32, 1, 27})).mean;
        QVERIFY((means[140] - alone[0]).abs().max().item<float>() < 1e-5F);
    }

    void windowsOfAnotherLengthAreRefused() {
        auto file = drawModel(1);
        std::get<architecture::GrooveCodecConfig>(file.architecture.codec).bars = 4;
        QVERIFY(evaluateModelFile(file, m_data, {}).error().code() == ErrorCode::ShapeMismatch);
    }

    void modelWithoutEncoderIsRefused() {
        auto file = drawModel(1);
        file.architecture.encoder.present = false;
        QVERIFY(evaluateModelFile(file, m_data, {}).error().code() == ErrorCode::Unsupported);
    }

    void melodiesAreMeasuredByTheirAccuracy() {
        const auto melodies = test::drawMelodies(5, 6);
        const auto evaluation = evaluateModelFile(test::randomModel(test::tinyMelodyArchitecture(), 1), melodies, {});
        QVERIFY(evaluation);
        QCOMPARE(evaluation->freeRunning.windows(), melodies.size());
        QVERIFY(!evaluation->freeRunning.grooves());
        const auto measures = evaluation->measures();
        for (const char* const name : {"teacher_forced_accuracy", "teacher_forced_mean_per_class_accuracy",
                                       "free_running_accuracy", "free_running_mean_per_class_accuracy"}) {
            QVERIFY(measures.contains(name));
            QVERIFY(measures.at(name) >= 0.0 && measures.at(name) < 0.9);
        }
        QVERIFY(!measures.contains("free_running_hit_f1"));
    }

    void nearestOfTheSameSetIsTheWindowItself() {
        const auto nearest = nearestInLatentSpace(drawModel(2), m_data, m_data);
        QVERIFY(nearest);
        QCOMPARE(nearest->grooves()->hits().f1(), 1.0);
        QVERIFY(nearest->grooves()->velocityError() < 1e-6);
    }
};

QTEST_APPLESS_MAIN(TestEvaluationTorch)
#include "tst_EvaluationTorch.moc"
