#include "training/BatchTorch.h"

#include "tests/training/SyntheticMusic.h"

#include <QTest>

using namespace segue;
using namespace segue::training;

namespace {

/// Two columns, three steps, of which `length` count.
codec::Example example(std::vector<float> output, int length = 3) {
    return {{1.0F, 2.0F, 3.0F}, std::move(output), {}, {length}};
}

} // namespace

class TestBatchTorch : public QObject {
    Q_OBJECT

private:
    const architecture::TensorShape m_shape{3, 1, 2, 0};

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void tensorsLieAsTheBatch() {
        Batch batch(m_shape, 2);
        batch.put(1, example({1, 0, 0, 1, 1, 0}));
        const auto tensors = tensorsOf(batch);
        QCOMPARE(tensors.input[2][1][0].item<float>(), 3.0F);
        QCOMPARE(tensors.input[2][0][0].item<float>(), 0.0F);
        QCOMPARE(tensors.target[1][1][1].item<float>(), 1.0F);
        QCOMPARE(tensors.previous[0][1].sum().item<float>(), 0.0F);
        QCOMPARE(tensors.previous[2][1][1].item<float>(), 1.0F);
        QVERIFY(!tensors.control.defined());
        QVERIFY(!tensors.lengths.defined());
        batch.put(0, example({1, 0, 0, 1, 0, 0}, 2));
        const auto shorter = tensorsOf(batch);
        QCOMPARE(shorter.lengths[0][0].item<std::int64_t>(), std::int64_t{2});
        QCOMPARE(shorter.lengths[1][0].item<std::int64_t>(), std::int64_t{3});
    }

    void decisionsOfStepsThatCountAreCompared() {
        Batch batch(m_shape, 2);
        batch.put(0, example({1, 0, 0, 1, 0, 0}, 2));
        batch.put(1, example({1, 0, 0, 1, 1, 0}));
        auto logits = torch::zeros({3, 2, 2});
        logits.select(2, 0).fill_(1.0F); // always the first class
        DecisionScores scores(
            std::vector<DecisionPart>{{{architecture::OutputPart::Kind::Categorical, 2}, 0, "", false}});
        addDecisions(scores, logits, 0.0F, batch);
        QCOMPARE(scores.agreement().decisions, std::int64_t{5});
        QCOMPARE(scores.agreement().right, std::int64_t{3});
    }

    void stepsThatHearTheDecoderLieAsTheBatch() {
        Batch batch(m_shape, 2);
        QVERIFY(!tensorsOf(batch).hearsItself.defined());
        Random random(1);
        batch.letHearItself(0, 0.0, 2, random);
        batch.letHearItself(1, 1.0, 2, random);
        batch.withhold(1, 2);
        batch.uniforms[(2 * 2 + 1) * 2] = 0.25F;
        const auto tensors = tensorsOf(batch);
        QVERIFY(tensors.hearsItself.select(1, 0).any().item<bool>() == false);
        QVERIFY(tensors.hearsItself.select(1, 1).equal(torch::tensor({false, true, false}).view({3, 1})));
        QCOMPARE(tensors.uniforms[2][1][0].item<float>(), 0.25F);
        QVERIFY(tensors.uniforms.sizes() == at::IntArrayRef({3, 2, 2}));
    }
};

QTEST_APPLESS_MAIN(TestBatchTorch)
#include "tst_BatchTorch.moc"
