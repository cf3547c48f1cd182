#include "core/model/ChooserTorch.h"

#include "core/base/Random.h"

#include <QTest>

#include <cmath>

using namespace segue;
using namespace segue::model;
using architecture::OutputPart;
using torch::Tensor;

namespace {

constexpr auto kCategorical = OutputPart::Kind::Categorical;
constexpr auto kBoolean = OutputPart::Kind::Boolean;

decoder::DecodeOptions optionsOf(float temperature, float threshold = 0.5F) {
    decoder::DecodeOptions options;
    options.temperature = temperature;
    options.threshold = threshold;
    options.seed = 7;
    return options;
}

} // namespace

class TestChooserTorch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void likeliestClassIsTheFirstOfEquals() {
        const Tensor logits = torch::tensor({1.0F, 3.0F, 3.0F, -2.0F, 5.0F, 5.0F, 5.0F, 5.0F}).view({2, 4});
        const Tensor expected = torch::tensor({0.0F, 1.0F, 0.0F, 0.0F, 1.0F, 0.0F, 0.0F, 0.0F}).view({2, 4});
        QVERIFY(likeliest()(kCategorical, logits, 0).equal(expected));
        QVERIFY(drawn(optionsOf(0.0F))(kCategorical, logits, 0).equal(expected));
    }

    void thresholdDecidesWhereNothingIsDrawn() {
        const Tensor logits = torch::tensor({-1.0F, 0.0F, 0.5F, 2.0F}).view({1, 4}); // 0.27, 0.5, 0.62, 0.88
        QVERIFY(likeliest()(kBoolean, logits, 0).equal(torch::tensor({0.0F, 0.0F, 1.0F, 1.0F}).view({1, 4})));
        const auto yeses = [&](float threshold) {
            return drawn(optionsOf(0.0F, threshold))(kBoolean, logits, 0).sum().item<float>();
        };
        QCOMPARE(yeses(0.0F), 4.0F);
        QCOMPARE(yeses(0.7F), 1.0F);
        QCOMPARE(yeses(1.0F), 0.0F);
    }

    void oneNumberDecidesAClass() {
        const Tensor logits = torch::tensor({0.3F, -0.4F, 1.1F, 0.0F}).view({1, 4});
        const Tensor probabilities = torch::softmax(logits.to(torch::kFloat64) / 0.8, 1);
        const Chooser choose = drawn(optionsOf(0.8F));
        Random random(7);
        for (int draw = 0; draw < 200; ++draw) {
            const double u = random.uniform();
            double cumulative = 0.0;
            std::int64_t expected = 0;
            for (; expected < 3; ++expected) {
                cumulative += probabilities[0][expected].item<double>();
                if (cumulative > u)
                    break;
            }
            QCOMPARE(choose(kCategorical, logits, 0).argmax(1).item<std::int64_t>(), expected);
        }
    }

    void oneNumberDecidesEachColumn() {
        const Tensor logits = torch::tensor({0.3F, -0.4F, 1.1F, 0.0F, -2.0F, 2.0F}).view({2, 3});
        const Chooser choose = drawn(optionsOf(0.6F, 0.3F));
        const double shift = std::log(0.3 / 0.7);
        Random random(7);
        for (int draw = 0; draw < 100; ++draw) {
            const Tensor answers = choose(kBoolean, logits, 0);
            for (int row = 0; row < 2; ++row)
                for (int column = 0; column < 3; ++column) {
                    const double logit = logits[row][column].item<double>();
                    const bool expected = random.uniform() < 1.0 / (1.0 + std::exp((shift - logit) / 0.6));
                    QCOMPARE(answers[row][column].item<float>(), expected ? 1.0F : 0.0F);
                }
        }
    }

    void extremeThresholdsDrawAllOrNothing() {
        const Tensor logits = torch::randn({8, 9});
        QCOMPARE(drawn(optionsOf(1.0F, 0.0F))(kBoolean, logits, 0).mean().item<float>(), 1.0F);
        QCOMPARE(drawn(optionsOf(1.0F, 1.0F))(kBoolean, logits, 0).sum().item<float>(), 0.0F);
    }

    void givenNumbersDecideAndAreUsedUpFromTheLeft() {
        const Tensor classes = torch::tensor({0.0F, 0.0F, 0.0F, 0.0F}).view({1, 4}).expand({3, 4});
        const Tensor answers = torch::tensor({0.0F, -1.0F}).view({1, 2}).expand({3, 2}); // 0.5, 0.27
        const Tensor numbers = torch::tensor({0.0F, 0.49F, 0.28F, //
                                              0.3F, 0.51F, 0.26F, //
                                              0.9999999F, 0.0F, 0.0F})
                                   .view({3, 3});
        const Chooser choose = drawnBy(numbers);
        QVERIFY(choose(kCategorical, classes, 0).argmax(1).equal(torch::tensor({0, 1, 3})));
        QVERIFY(choose(kBoolean, answers, 0).equal(torch::tensor({1.0F, 0.0F, 0.0F, 1.0F, 1.0F, 1.0F}).view({3, 2})));
    }

    void cumulativeProbabilitiesThatFallShortOfANumberGiveTheLastClass() {
        const Tensor logits = torch::zeros({1, 3}); // thirds add up to less than the number
        const Tensor drawn = drawnBy(torch::full({1, 1}, 1.5F))(kCategorical, logits, 0);
        QVERIFY(drawn.equal(torch::tensor({0.0F, 0.0F, 1.0F}).view({1, 3})));
    }
};

QTEST_APPLESS_MAIN(TestChooserTorch)
#include "tst_ChooserTorch.moc"
