#include "training/Adam.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace segue::training;

class TestAdam : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void followsTheAlgorithmOfThePaper() {
        std::vector<float> weights{1.0F, -2.0F};
        AdamMoments moments{{0.0F, 0.0F}, {0.0F, 0.0F}};
        std::vector<double> expected{1.0, -2.0};
        std::vector<double> m{0.0, 0.0};
        std::vector<double> v{0.0, 0.0};
        for (int step = 1; step <= 20; ++step) {
            const std::vector<float> gradient{0.3F * static_cast<float>(step), -5.0F};
            adamUpdate(weights, gradient, moments, 0.01, 0.5, step);
            for (std::size_t i = 0; i < 2; ++i) {
                const double g = 0.5 * static_cast<double>(gradient[i]);
                m[i] = 0.9 * m[i] + 0.1 * g;
                v[i] = 0.999 * v[i] + 0.001 * g * g;
                expected[i] -=
                    0.01 * (m[i] / (1 - std::pow(0.9, step))) / (std::sqrt(v[i] / (1 - std::pow(0.999, step))) + 1e-8);
                QVERIFY(std::abs(static_cast<double>(weights[i]) - expected[i]) < 1e-5); // float32, 20 steps
            }
        }
    }

    void skippedStepLetsTheMomentsDecay() {
        std::vector<float> weights{1.0F};
        AdamMoments moments{{0.5F}, {0.25F}};
        const std::vector<float> gradient{std::numeric_limits<float>::infinity()};
        adamUpdate(weights, gradient, moments, 0.01, 0.0, 3);
        QCOMPARE(moments.first[0], 0.45F);
        QCOMPARE(moments.second[0], 0.999F * 0.25F);
        QVERIFY(std::isfinite(weights[0]));
    }

    void gradientIsClippedToItsNorm() {
        QCOMPARE(gradientScale(0.5, 1.0, 10000.0), 1.0);
        QCOMPARE(gradientScale(4.0, 1.0, 10000.0), 0.25);
        QCOMPARE(gradientScale(10000.0, 1.0, 10000.0), 0.0);
        QCOMPARE(gradientScale(std::numeric_limits<double>::infinity(), 1.0, 10000.0), 0.0);
        QCOMPARE(gradientScale(std::numeric_limits<double>::quiet_NaN(), 1.0, 10000.0), 0.0);
    }

    void sumOfSquaresIsExactOnManyValues() {
        std::vector<float> values(5000);
        double expected = 0.0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] = static_cast<float>(i % 97) * 0.01F;
            expected += static_cast<double>(values[i]) * static_cast<double>(values[i]);
        }
        QVERIFY(std::abs(sumOfSquares(values) - expected) < 1e-6 * expected);
        QCOMPARE(sumOfSquares({}), 0.0);
    }
};

QTEST_APPLESS_MAIN(TestAdam)
#include "tst_Adam.moc"
