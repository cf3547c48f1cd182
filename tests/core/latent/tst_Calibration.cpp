#include "core/latent/Calibration.h"

#include "tests/support/RandomModel.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace segue;
using namespace segue::latent;

namespace {

double meanUnder(const std::vector<float>& weights, const std::vector<double>& counts, std::size_t parts,
                 std::size_t part) {
    double sum = 0;
    double total = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        sum += static_cast<double>(weights[i]) * counts[i * parts + part];
        total += static_cast<double>(weights[i]);
    }
    return sum / total;
}

} // namespace

class TestCalibration : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void weightsGiveTheMeansThatAreWanted() {
        Random random(1);
        std::vector<double> counts;
        for (int i = 0; i < 500; ++i) {
            counts.push_back(static_cast<double>(random.below(10)));
            counts.push_back(random.chance(0.05) ? 4.0 : 0.0);
        }
        const std::vector<float> equal(500, 1.0F);
        const std::vector<double> wanted{6.0, 0.4};
        const auto weights = tilted(equal, counts, wanted);
        QVERIFY(std::abs(meanUnder(weights, counts, 2, 0) - 6.0) < 0.02);
        QVERIFY(std::abs(meanUnder(weights, counts, 2, 1) - 0.4) < 0.01);
        QVERIFY(std::ranges::all_of(weights, [](float weight) { return weight > 0; }));
        QVERIFY(std::abs(std::accumulate(weights.begin(), weights.end(), 0.0) - 500) < 0.01);
    }

    void weightsStayWhereTheyAreRight() {
        const std::vector<double> counts{1, 2, 3, 4};
        const std::vector<float> weights{1, 2, 1, 0};
        const std::vector<double> wanted{2.0};
        const auto same = tilted(weights, counts, wanted);
        for (std::size_t i = 0; i < 4; ++i)
            QVERIFY(std::abs(same[i] - weights[i]) < 1e-5F);
    }

    void meansOutOfReachAreApproached() {
        const std::vector<double> counts{1, 2, 3};
        const auto weights = tilted(std::vector<float>(3, 1.0F), counts, std::vector<double>{10.0});
        QVERIFY(std::ranges::all_of(weights, [](float weight) { return std::isfinite(weight); }));
        QVERIFY(meanUnder(weights, counts, 1, 0) > 2.5);
    }

    void otherPartsAreRefusedAndStoppingStops() {
        const auto model = decoder::LiveModel::create(test::randomModel(test::smallArchitecture(), 1)).value();
        LatentDensity density{8, std::vector<float>(8), {1}, std::vector<float>(64)};
        QVERIFY(calibrated(density, *model, std::vector<double>(3)).error().code() == ErrorCode::ShapeMismatch);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(calibrated(density, *model, std::vector<double>(9), {.stop = stop.get_token()}).error().code() ==
                ErrorCode::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestCalibration)
#include "tst_Calibration.moc"
