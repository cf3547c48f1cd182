#include "training/LossTorch.h"

#include <QTest>

#include <cmath>

using namespace segue;
using namespace segue::training;
using torch::Tensor;
using Kind = architecture::OutputPart::Kind;

namespace {

double value(const Tensor& tensor) {
    return static_cast<double>(tensor.item<float>());
}

bool isNear(double a, double b) {
    return std::abs(a - b) < 1e-5 * std::max(1.0, std::abs(b));
}

} // namespace

class TestLossTorch : public QObject {
    Q_OBJECT

private:
    /// Two steps, two examples, all zeros but for what a test sets.
    Tensor m_logits;
    model::BatchTensors m_batch;
    model::PosteriorTensors m_posterior;

    void makeBatch(int columns) {
        m_logits = torch::zeros({2, 2, columns});
        m_batch = {};
        m_batch.target = torch::zeros({2, 2, columns});
    }
    [[nodiscard]] Tensor loss(Kind kind, const LossWeights& weights = {}) const {
        return reconstructionLoss({{kind, static_cast<int>(m_logits.size(2))}}, m_logits, m_batch, weights);
    }

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        makeBatch(27);
        m_posterior = {torch::zeros({2, 3}), torch::ones({2, 3})};
    }

    void classCostsItsCrossEntropy() {
        makeBatch(4);
        m_batch.target.select(2, 1).fill_(1.0F);
        m_logits[0][0][1] = 2.0F;
        const Tensor costs = loss(Kind::Categorical);
        QVERIFY(isNear(value(costs[1]), 2.0 * std::log(4.0))); // both steps of the second example, undecided
        QVERIFY(isNear(value(costs[0]), std::log(4.0) + std::log((std::exp(2.0) + 3.0) / std::exp(2.0))));
    }

    void answersCostTheirCrossEntropyAlsoWhereTheyAreCertain() {
        makeBatch(2);
        m_batch.target[0][0][0] = 1.0F;
        m_logits[0][0][0] = -200.0F; // certain, and wrong
        m_logits[0][0][1] = -200.0F; // certain, and right
        const Tensor costs = loss(Kind::Boolean);
        QVERIFY(isNear(value(costs[0]), 200.0 + 2.0 * std::log(2.0)));
        QVERIFY(isNear(value(costs[1]), 4.0 * std::log(2.0)));
    }

    void nadeCostsTheLogLossOfEachAnswer() {
        makeBatch(2);
        m_batch.target[0][0][0] = 1.0F;
        m_logits[0][0][0] = -200.0F;
        const Tensor costs = loss(Kind::Nade);
        QVERIFY(isNear(value(costs[0]), -std::log(1e-6) - 3.0 * std::log(0.5 + 1e-6)));
        QVERIFY(isNear(value(costs[1]), -4.0 * std::log(0.5 + 1e-6)));
    }

    void partsOfAnOutputAreSummed() {
        makeBatch(5);
        m_batch.target.select(2, 0).fill_(1.0F);
        m_batch.target.select(2, 4).fill_(1.0F);
        const auto costs = reconstructionLoss({{Kind::Categorical, 2}, {Kind::Categorical, 3}}, m_logits, m_batch, {});
        QVERIFY(isNear(value(costs[0]), 2.0 * (std::log(2.0) + std::log(3.0))));
    }

    void stepsBehindAnEndCostNothing() {
        m_logits = torch::zeros({4, 2, 3}); // two segments of two steps
        m_batch.target = torch::zeros({4, 2, 3});
        m_batch.target.select(2, 0).fill_(1.0F);
        m_batch.lengths = torch::tensor({2, 1, 0, 2}, torch::kInt64).view({2, 2});
        m_logits[3][0][2] = 100.0F; // the first example's last step does not count
        m_logits[1][1][2] = 100.0F; // nor does anything of the second one's first segment
        const Tensor costs = loss(Kind::Categorical);
        QVERIFY(isNear(value(costs[0]), 3.0 * std::log(3.0)));
        QVERIFY(isNear(value(costs[1]), 2.0 * std::log(3.0)));
    }

    void hitsCostTheirLogLoss() {
        // At logit 0 every one of 2 * 9 hits of an example costs ln 2, hit or not.
        m_batch.target[0][0][4] = 1.0F;
        QVERIFY(isNear(value(loss(Kind::Groove, {.velocity = 0.0, .offset = 0.0})[0]), 18.0 * std::log(2.0)));
    }

    void certainErrorCostsTensorFlowsEpsilon() {
        m_logits.narrow(2, 0, 9).fill_(-200.0F);
        m_batch.target[1][0][0] = 1.0F;
        const Tensor costs = loss(Kind::Groove, {.velocity = 0.0, .offset = 0.0});
        QVERIFY(isNear(value(costs[0]), -std::log(1e-7)));
        QVERIFY(std::abs(value(costs[1])) < 1e-5);
    }

    void velocityAndOffsetCostTheirSquares() {
        m_batch.target[0][0][9 + 2] = 1.0F; // sigmoid(0) = .5 against 1; all others .5 against 0
        m_batch.target[0][0][18 + 2] = -1.0F; // tanh(0) = 0 against -1
        const double hits = value(loss(Kind::Groove, {.velocity = 0.0, .offset = 0.0})[0]);
        const double all = value(loss(Kind::Groove, {.velocity = 3.0, .offset = 5.0})[0]);
        QVERIFY(isNear(all - hits, 3.0 * 18.0 * 0.25 + 5.0 * 1.0));
    }

    void onHitsOnlyLeavesTheRestOut() {
        m_batch.target[0][0][2] = 1.0F;
        m_batch.target[0][0][9 + 2] = 0.75F;
        m_batch.target[1][1][9 + 5] = 0.9F; // no hit there
        const Tensor hits = loss(Kind::Groove, {.velocity = 0.0, .offset = 0.0});
        const Tensor all = loss(Kind::Groove, {.velocity = 1.0, .offset = 1.0, .onHitsOnly = true});
        QVERIFY(isNear(value(all[0]) - value(hits[0]), 0.25 * 0.25));
        QVERIFY(isNear(value(all[1]), value(hits[1])));
    }

    void klIsZeroAtThePrior() { QCOMPARE(value(klDivergence(m_posterior).sum()), 0.0); }

    void klByHand() {
        m_posterior.mean[0][1] = 2.0F;
        m_posterior.sigma[1][0] = 0.5F;
        const Tensor kl = klDivergence(m_posterior);
        QVERIFY(isNear(value(kl[0]), 2.0));
        QVERIFY(isNear(value(kl[1]), 0.5 * (0.25 - 1.0 - 2.0 * std::log(0.5))));
    }

    void freeBitsAreFreeForTheWholeExample() {
        m_posterior.mean[0][0] = 2.0F; // 2 nats
        m_posterior.mean[1][0] = 4.0F; // 8 nats
        const double free = 3.0 * std::log(2.0); // nats
        const auto terms =
            lossTerms(torch::tensor({10.0F, 20.0F}), klDivergence(m_posterior), {.beta = 0.5, .freeBits = 3.0});
        // Hinged on each example, then averaged: the first stays under its free bits.
        QVERIFY(isNear(value(terms.reconstruction), 15.0));
        QVERIFY(isNear(value(terms.total), 15.0 + 0.5 * (8.0 - free) / 2.0));
        QVERIFY(isNear(value(terms.kl), 5.0));
    }
};

QTEST_APPLESS_MAIN(TestLossTorch)
#include "tst_LossTorch.moc"
