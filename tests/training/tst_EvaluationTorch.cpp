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
        QCOMPARE(one->scores.windows(), m_data.size());
        QCOMPARE(one->loss, other->loss);
        QCOMPARE(one->scores.hits().f1(), other->scores.hits().f1());
        QVERIFY(one->klBits > 0.0 && one->reconstruction > 0.0);
        QVERIFY(one->scores.hits().f1() < 0.6); // it has learned nothing
    }

    void strideMeasuresEveryNthWindow() {
        const auto model = model::MusicVae::fromModelFile(drawModel(1));
        QVERIFY(model);
        QCOMPARE(evaluate(*model, m_data, {}, 7).scores.windows(), 22);
    }

    void meansAreThoseOfTheWindowsInOrder() {
        const auto model = model::MusicVae::fromModelFile(drawModel(4));
        QVERIFY(model);
        const torch::NoGradGuard noGrad;
        const auto means = latentMeans(*model, m_data);
        QCOMPARE(means.size(0), std::int64_t{m_data.size()});
        std::vector<float> tensor(32 * 27);
        m_data.codec().toTensor(m_data.pattern(140), tensor);
        const auto alone = model->encode(torch::tensor(tensor).view({32, 1, 27})).mean;
        QVERIFY((means[140] - alone[0]).abs().max().item<float>() < 1e-5F);
    }

    void windowsOfAnotherLengthAreRefused() {
        auto file = drawModel(1);
        std::get<architecture::GrooveCodecConfig>(file.architecture.codec).bars = 4;
        QVERIFY(evaluateModelFile(file, m_data, {}).error().code() == ErrorCode::ShapeMismatch);
    }

    void nearestOfTheSameSetIsTheWindowItself() {
        QCOMPARE(nearestByHits(m_data, m_data).hits().f1(), 1.0);
        const auto nearest = nearestInLatentSpace(drawModel(2), m_data, m_data);
        QVERIFY(nearest);
        QCOMPARE(nearest->hits().f1(), 1.0);
        QVERIFY(nearest->velocityError() < 1e-6);
    }

    void nearestByHitsFindsTheFewestDifferences() {
        Dataset known(m_data.codec().config());
        Dataset asked(m_data.codec().config());
        const auto add = [](Dataset& data, std::vector<int> steps) {
            music::DrumPattern pattern(32);
            for (const int step : steps)
                pattern.at(step, 0) = {true, 1.0F, 0.5F, 0.0F};
            const auto notes = data.codec().toNotes(pattern, Bpm(120.0));
            return data.add("x", notes).has_value();
        };
        QVERIFY(add(known, {0, 8, 16, 24}) && add(known, {0, 4, 8, 12, 16, 20, 24, 28}));
        QVERIFY(add(asked, {0, 8, 16, 20, 24}));
        const auto scores = nearestByHits(known, asked); // four of five hits, none made up
        QCOMPARE(scores.hits().both, std::int64_t{4});
        QCOMPARE(scores.hits().onlyGuessed, std::int64_t{0});
    }
};

QTEST_APPLESS_MAIN(TestEvaluationTorch)
#include "tst_EvaluationTorch.moc"
