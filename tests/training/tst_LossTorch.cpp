#include "training/LossTorch.h"

#include <QTest>

#include <cmath>

using namespace segue;
using namespace segue::training;
using torch::Tensor;

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
    Tensor m_target;
    model::PosteriorTensors m_posterior;

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_logits = torch::zeros({2, 2, 27});
        m_target = torch::zeros({2, 2, 27});
        m_posterior = {torch::zeros({2, 3}), torch::ones({2, 3})};
    }

    void hitsCostTheirLogLoss() {
        // At logit 0 every one of 2 * 9 hits of an example costs ln 2, hit or not.
        m_target[0][0][4] = 1.0F;
        const auto terms = grooveLoss(m_logits, m_target, m_posterior, {});
        QVERIFY(isNear(value(terms.hits), 18.0 * std::log(2.0)));
    }

    void certainErrorCostsTensorFlowsEpsilon() {
        m_logits.narrow(2, 0, 9).fill_(-200.0F);
        m_target[1][0][0] = 1.0F;
        const auto terms = grooveLoss(m_logits, m_target, m_posterior, {});
        QVERIFY(isNear(value(terms.hits), -std::log(1e-7) / 2.0)); // one of two examples
    }

    void velocityAndOffsetCostTheirSquares() {
        m_target[0][0][9 + 2] = 1.0F; // sigmoid(0) = .5 against 1; all others .5 against 0
        m_target[0][0][18 + 2] = -1.0F; // tanh(0) = 0 against -1
        const auto terms = grooveLoss(m_logits, m_target, m_posterior, {1.0, 0.0, 3.0, 5.0, false});
        QVERIFY(isNear(value(terms.velocity), 36.0 * 0.25 / 2.0));
        QVERIFY(isNear(value(terms.offset), 1.0 / 2.0));
        QVERIFY(isNear(value(terms.reconstruction),
                       value(terms.hits) + 3.0 * value(terms.velocity) + 5.0 * value(terms.offset)));
    }

    void onHitsOnlyLeavesTheRestOut() {
        m_target[0][0][2] = 1.0F;
        m_target[0][0][9 + 2] = 0.75F;
        m_target[1][1][9 + 5] = 0.9F; // no hit there
        const auto terms = grooveLoss(m_logits, m_target, m_posterior, {1.0, 0.0, 1.0, 1.0, true});
        QVERIFY(isNear(value(terms.velocity), 0.25 * 0.25 / 2.0));
        QVERIFY(isNear(value(terms.offset), 0.0));
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
        const auto terms = grooveLoss(m_logits, m_target, m_posterior, {0.5, 3.0, 1.0, 1.0, false});
        // Hinged on each example, then averaged: the first stays under its free bits.
        QVERIFY(isNear(value(terms.total), value(terms.reconstruction) + 0.5 * (8.0 - free) / 2.0));
        QVERIFY(isNear(value(terms.kl), 5.0));
    }
};

QTEST_APPLESS_MAIN(TestLossTorch)
#include "tst_LossTorch.moc"
