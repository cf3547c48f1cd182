#include "core/decoder/Draws.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>

using namespace segue;
using namespace segue::decoder;

class TestDraws : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void coldTakesTheFirstOfTheLikeliest() {
        Draws draws({0.0F, 0.5F, 1});
        QCOMPARE(draws.oneOf(std::array{-1.0F, 2.0F, 2.0F, 0.0F}), std::size_t{1});
        QCOMPARE(draws.oneOf(std::array{-7.0F}), std::size_t{0});
        QVERIFY(draws.yes(0.01F, 0));
        QVERIFY(!draws.yes(0.0F, 0)); // a half is not above a half
    }

    void classIsTheFirstWhoseCumulativeProbabilityExceedsTheNumber() {
        const std::array logits{std::log(0.2F), std::log(0.5F), std::log(0.3F)};
        Draws draws({1.0F, 0.5F, 40});
        Random random(40);
        for (int draw = 0; draw < 1000; ++draw) {
            const double number = random.uniform();
            QCOMPARE(draws.oneOf(logits), std::size_t(number < 0.2 ? 0 : number < 0.7 ? 1 : 2));
        }
    }

    void yesIsANumberBelowItsProbability() {
        Draws draws({2.0F, 0.8F, 41});
        Random random(41);
        const double probability = 1.0 / (1.0 + std::exp(-(1.5 - std::log(4.0)) / 2.0));
        for (int draw = 0; draw < 1000; ++draw)
            QCOMPARE(draws.yes(1.5F, 0), random.uniform() < probability);
    }

    void lowTemperatureTendsToTheLikeliest() {
        Draws draws({1e-6F, 0.5F, 42});
        for (int draw = 0; draw < 100; ++draw) {
            QCOMPARE(draws.oneOf(std::array{-1.0F, 3.0F, 2.99F}), std::size_t{1});
            QVERIFY(draws.yes(0.01F, 0));
            QVERIFY(!draws.yes(-0.01F, 0));
        }
    }

    void outermostThresholdsLeaveNothingToChance() {
        for (const float temperature : {0.0F, 1.0F}) {
            Draws all({temperature, 0.0F, 43});
            Draws none({temperature, 1.0F, 43});
            for (const float logit : {-20.0F, 0.0F, 20.0F}) {
                QVERIFY(all.yes(logit, 0));
                QVERIFY(!none.yes(logit, 0));
            }
        }
    }

    void everyDrumHasItsThreshold() {
        const std::array thresholds{0.2F, 0.5F, 0.8F};
        for (const float temperature : {0.0F, 1e-6F}) {
            Draws draws({temperature, 0.5F, 45, thresholds});
            const float logit = std::log(0.6F / 0.4F); // a probability of .6
            QVERIFY(draws.yes(logit, 0));
            QVERIFY(draws.yes(logit, 1));
            QVERIFY(!draws.yes(logit, 2));
        }
    }

    void hugeLogitsAreDrawnFrom() {
        Draws draws({1e-3F, 0.5F, 44});
        QCOMPARE(draws.oneOf(std::array{-3e38F, 3e38F, 0.0F}), std::size_t{1});
    }

    void softmaxSumsToOne() {
        std::array<float, 3> probabilities{};
        softmax(std::array{1000.0F, 1000.0F + std::log(2.0F), 0.0F}, probabilities);
        QVERIFY(std::abs(probabilities[0] - 1.0F / 3.0F) < 1e-4F); // log(2) beside 1000 has 14 bits left
        QVERIFY(std::abs(probabilities[1] - 2.0F / 3.0F) < 1e-4F);
        QCOMPARE(probabilities[2], 0.0F);
    }
};

QTEST_APPLESS_MAIN(TestDraws)
#include "tst_Draws.moc"
