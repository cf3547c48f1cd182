#include "core/latent/DotPlaces.h"

#include "core/base/Random.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace segue;
using namespace segue::latent;

namespace {

/// z is its own place.
Projection identity() {
    Projection projection;
    projection.latentSize = 2;
    projection.centre = {0, 0};
    projection.basis = {1, 0, 0, 1};
    projection.lift = {1, 0, 0, 1};
    return projection;
}

} // namespace

class TestDotPlaces : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void mapUnitsFitAllButTheOutliers() {
        Random random(1);
        std::vector<float> means;
        for (int i = 0; i < 2000; ++i) {
            means.push_back(static_cast<float>(100 + 7 * random.normal()));
            means.push_back(static_cast<float>(-3 + 0.01 * random.normal()));
        }
        const Projection projection = inMapUnits(identity(), means);
        int inside = 0;
        for (std::size_t i = 0; i < means.size(); i += 2) {
            const auto [x, y] = placeOf(std::span(means).subspan(i, 2), projection);
            inside += std::abs(x) <= 1.0001F && std::abs(y) <= 1.0001F ? 1 : 0;
        }
        QVERIFY2(inside >= 1960 && inside < 2000, std::to_string(inside).c_str());
        // Still a plane and its way back.
        QVERIFY(std::abs(projection.basis[0] * projection.lift[0] - 1) < 1e-5F);
        QVERIFY(std::abs(projection.basis[3] * projection.lift[3] - 1) < 1e-5F);
    }

    void axisWithoutVarianceTakesTheOthersUnit() {
        const Projection projection = inMapUnits(identity(), std::vector<float>{0, 5, 4, 5, 8, 5});
        QCOMPARE(projection.basis[3], projection.basis[0]);
        QCOMPARE(placeOf(std::vector<float>{8, 5}, projection).y, 0.0F);
    }

    void oneFarOutlierDoesNotSwallowTheRest() {
        std::vector<float> means(2000, 0.0F);
        means[0] = 1e6F;
        means[1] = 1e6F;
        const DotPlaces places = placesOf(means, inMapUnits(identity(), means), 3);
        for (const auto& [x, y] : places.points)
            QVERIFY(std::abs(x) < 3000 && std::abs(y) < 3000);
    }

    void everyDotHasACellOfItsOwn() {
        Random random(2);
        std::vector<float> means;
        for (int i = 0; i < 3000; ++i)
            for (int axis = 0; axis < 2; ++axis)
                means.push_back(static_cast<float>(random.below(4))); // sixteen places
        const DotPlaces places = placesOf(means, identity(), 3);
        std::set<std::pair<std::int32_t, std::int32_t>> cells;
        for (const auto& [x, y] : places.sites) {
            QVERIFY(std::abs(x) < places.frame && std::abs(y) < places.frame);
            cells.insert({x, y});
        }
        QCOMPARE(cells.size(), 3000U);
        for (std::size_t i = 0; i < places.points.size(); ++i) {
            const auto [x, y] = places.points[i];
            QVERIFY(std::hypot(x - means[2 * i], y - means[2 * i + 1]) < 1e-4F);
            QCOMPARE(x / places.unit, static_cast<double>(places.sites[i].x));
        }
    }

    void frameIsAsWideAsAskedOrWiderWhereDotsNeedIt() {
        const DotPlaces near = placesOf(std::vector<float>{1, 1}, identity(), 3);
        QVERIFY(std::abs(near.frame * near.unit - 3) < 1e-5);
        const DotPlaces far = placesOf(std::vector<float>{10, 1}, identity(), 3);
        QVERIFY(std::abs(far.frame * far.unit - 15) < 1e-4);
    }
};

QTEST_APPLESS_MAIN(TestDotPlaces)
#include "tst_DotPlaces.moc"
