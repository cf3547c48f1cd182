#include "core/latent/DensityFit.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <numbers>

using namespace segue;
using namespace segue::latent;

namespace {

constexpr int kSize = 4;

/// Points of two far clusters in turn, narrow in the first two values and wide in the others.
std::vector<float> twoClusters(int count, std::uint64_t seed = 1) {
    Random random(seed);
    std::vector<float> means;
    for (int i = 0; i < count; ++i)
        for (int value = 0; value < kSize; ++value)
            means.push_back(static_cast<float>((i % 2 == 0 ? -5.0 : 5.0) + (value < 2 ? 0.1 : 0.5) * random.normal()));
    return means;
}

std::vector<float> drawMany(const LatentDensity& density, int count) {
    Random random(7);
    std::vector<float> all;
    for (int i = 0; i < count; ++i) {
        const auto z = density.draw(random);
        all.insert(all.end(), z.begin(), z.end());
    }
    return all;
}

} // namespace

class TestDensityFit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void drawsLookLikeTheExamples() {
        const auto density = fitDensity(twoClusters(600), kSize, {.mostCentres = 100});
        QVERIFY2(density, density ? "" : density.error().text().c_str());
        QCOMPARE(density->count(), 100);
        constexpr int kDraws = 2000;
        const auto draws = drawMany(*density, kDraws);
        int left = 0;
        double narrow = 0;
        double wide = 0;
        for (std::size_t i = 0; i < draws.size(); i += kSize) {
            const double centre = draws[i] < 0 ? -5 : 5;
            left += draws[i] < 0;
            narrow += std::pow(static_cast<double>(draws[i]) - centre, 2) / kDraws;
            wide += std::pow(static_cast<double>(draws[i + 3]) - centre, 2) / kDraws;
        }
        // Four standard deviations of the share of a hundred centres, and of the draws.
        QVERIFY(std::abs(static_cast<double>(left) / kDraws - 0.5) < 4 * std::sqrt(0.25 / 100 + 0.25 / kDraws));
        // The way from one example to another has twice the variance of one: a draw has at most three times.
        QVERIFY(std::sqrt(narrow) > 0.08 && std::sqrt(narrow) < 0.1 * std::sqrt(3.0));
        QVERIFY(std::sqrt(wide) > 0.4 && std::sqrt(wide) < 0.5 * std::sqrt(3.0));
    }

    void unseenExamplesAreLikelierThanUnderOneGaussian() {
        const auto mixture = fitDensity(twoClusters(400), kSize, {.mostCentres = 100});
        QVERIFY(mixture);
        const LatentDensity wide{kSize, {0, 0, 0, 0}, {1}, {5, 0, 0, 0, 5, 0.1F, 0, 0, 5, 0, 0.5F, 0, 5, 0, 0, 0.5F}};
        const auto unseen = twoClusters(200, 2);
        QVERIFY(logLikelihood(*mixture, unseen) > logLikelihood(wide, unseen) + 1);
    }

    void likelihoodIsThatOfTheMixture() {
        const LatentDensity density{1, {0, 3}, {1, 3}, {2}};
        const auto normal = [](double x) { return std::exp(-x * x / 8) / (2 * std::sqrt(2 * std::numbers::pi)); };
        const double expected =
            (std::log(0.25 * normal(1) + 0.75 * normal(-2)) + std::log(0.25 * normal(5) + 0.75 * normal(2))) / 2;
        const std::vector<float> points{1, 5};
        QVERIFY(std::abs(logLikelihood(density, points) - expected) < 1e-6);
    }

    void everyPieceHasItsShareOfCentres() {
        const auto pieces = [] {
            std::vector<int> all;
            for (int i = 0; i < 1000; ++i)
                all.push_back(i / 100);
            return all;
        }();
        const auto means = [&pieces] {
            std::vector<float> all;
            for (const int piece : pieces)
                all.insert(all.end(), kSize, static_cast<float>(piece));
            return all;
        }();
        const auto spread = fitDensity(means, kSize, {.pieces = pieces, .mostCentres = 10});
        QVERIFY(spread);
        for (int i = 0; i < 10; ++i)
            QCOMPARE(spread->centre(i)[0], static_cast<float>(i));
    }

    void pieceSaysNothingOfItself() {
        // Pieces of nearly equal windows: within a piece they are 0.01 apart, from one to the next 1.
        Random random(5);
        std::vector<float> means;
        std::vector<int> pieces;
        for (int piece = 0; piece < 60; ++piece) {
            std::vector<float> theme(kSize);
            for (float& value : theme)
                value = static_cast<float>(random.normal());
            for (int window = 0; window < 4; ++window) {
                for (const float value : theme)
                    means.push_back(value + static_cast<float>(0.01 * random.normal()));
                pieces.push_back(piece);
            }
        }
        const auto alone = fitDensity(means, kSize);
        const auto together = fitDensity(means, kSize, {.pieces = pieces});
        QVERIFY(alone && together);
        QVERIFY(together->factor[0] > alone->factor[0]); // which would learn to repeat what it has heard
    }

    void fitsAreTheSameEveryTime() {
        const auto means = twoClusters(300);
        QVERIFY(*fitDensity(means, kSize, {.mostCentres = 50}) == *fitDensity(means, kSize, {.mostCentres = 50}));
    }

    void fewExamplesAreEnough() {
        for (const int count : {2, 3, 10}) {
            const auto density = fitDensity(twoClusters(count), kSize);
            QVERIFY(density);
            QVERIFY(std::ranges::all_of(drawMany(*density, 50), [](float value) { return std::isfinite(value); }));
        }
        const std::vector<float> equal(kSize * 5, 1.0F);
        QVERIFY(fitDensity(equal, kSize));
    }

    void whatCannotBeFittedIsRefused() {
        QVERIFY(fitDensity(twoClusters(1), kSize).error().code() == ErrorCode::InvalidArgument);
        const std::vector<float> ragged(kSize + 1);
        QVERIFY(fitDensity(ragged, kSize).error().code() == ErrorCode::ShapeMismatch);
        auto means = twoClusters(10);
        const std::vector<int> pieces(9);
        QVERIFY(fitDensity(means, kSize, {.pieces = pieces}).error().code() == ErrorCode::ShapeMismatch);
        means[3] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(fitDensity(means, kSize).error().code() == ErrorCode::InvalidArgument);
    }

    void fittingCanBeStoppedAndTellsHowFarItIs() {
        std::stop_source stop;
        double last = 0;
        const auto done = fitDensity(twoClusters(2000), kSize,
                                     {.mostCentres = 20, .progress = [&last](double part) { last = part; }});
        QVERIFY(done);
        QCOMPARE(last, 1.0);
        const auto stopped = fitDensity(
            twoClusters(2000), kSize,
            {.mostCentres = 20, .progress = [&stop](double) { stop.request_stop(); }, .stop = stop.get_token()});
        QVERIFY(stopped.error().code() == ErrorCode::Cancelled);
    }

    void personalDensityBendsToOnesOwn() {
        const auto density = fitDensity(twoClusters(400), kSize, {.mostCentres = 100});
        QVERIFY(density);
        // One's own music is a corner of the right cluster.
        const auto own = [] {
            std::vector<float> rows;
            for (int i = 0; i < kOwnBalance; ++i)
                rows.insert(rows.end(), {5.2F, 5.0F, 6.0F, 5.0F});
            return rows;
        }();
        const auto mine = personalised(*density, own);
        QVERIFY(mine);
        QVERIFY(mine->factor == density->factor);
        QVERIFY(logLikelihood(*mine, own) > logLikelihood(*density, own));
        const auto draws = drawMany(*mine, 1000);
        int right = 0;
        for (std::size_t i = 0; i < draws.size(); i += kSize)
            right += draws[i] > 0;
        // Half are around one's own, and of the others three quarters are of the centres near to it.
        QVERIFY(right > 780 && right < 950);
    }

    void fewFilesBendLessThanMany() {
        const auto density = fitDensity(twoClusters(400), kSize, {.mostCentres = 100});
        QVERIFY(density);
        double before = 0;
        for (const int count : {1, 5, 50}) {
            const auto mine = personalised(*density, twoClusters(count, 9));
            QVERIFY(mine);
            const auto own = std::span(mine->weights).subspan(100);
            const double share = std::accumulate(own.begin(), own.end(), 0.0) /
                                 std::accumulate(mine->weights.begin(), mine->weights.end(), 0.0);
            QVERIFY(std::abs(share - count / (count + double{kOwnBalance})) < 1e-5);
            QVERIFY(share > before);
            before = share;
        }
        QVERIFY(personalised(*density, {}).error().code() == ErrorCode::InvalidArgument);
    }
};

QTEST_APPLESS_MAIN(TestDensityFit)
#include "tst_DensityFit.moc"
