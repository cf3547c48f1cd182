#include "core/latent/DotIndex.h"

#include "core/base/Random.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace segue;
using namespace segue::latent;
using Point = LatentMap::Point;

namespace {

constexpr std::uint64_t kSeed = 31;
constexpr float kAnywhere = std::numeric_limits<float>::infinity();

float distance(Point a, Point b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

Point randomPoint(Random& random, double reach) {
    return {static_cast<float>(random.uniform(-reach, reach)), static_cast<float>(random.uniform(-reach, reach))};
}

} // namespace

class TestDotIndex : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void nearestIsWhatLookingAtEveryDotFinds_data() {
        QTest::addColumn<std::vector<Point>>("points");
        Random random(kSeed);
        std::vector<Point> spread, crowded, line, alike(300, Point{0.25F, -0.5F});
        for (int i = 0; i < 2000; ++i) {
            spread.push_back(randomPoint(random, 1));
            crowded.push_back(i == 0 ? Point{1, 1} : randomPoint(random, 1e-3));
            line.push_back({static_cast<float>(random.uniform(-1, 1)), 0.5F});
        }
        QTest::newRow("spread") << spread;
        QTest::newRow("crowded beside an outlier") << crowded;
        QTest::newRow("on one line") << line;
        QTest::newRow("on one place") << alike;
        QTest::newRow("two") << std::vector<Point>{{-1, 0}, {1, 0.1F}};
        QTest::newRow("one") << std::vector<Point>{{0.5F, 0.5F}};
    }
    void nearestIsWhatLookingAtEveryDotFinds() {
        QFETCH(std::vector<Point>, points);
        const DotIndex index(points);
        QVERIFY(index.points() == points);
        Random random(kSeed + 1);
        for (int i = 0; i < 500; ++i) {
            const Point place = i % 2 == 0 ? randomPoint(random, 1.5) : randomPoint(random, 2e-3);
            float least = kAnywhere;
            for (const Point& point : points)
                least = std::min(least, distance(point, place));
            const int found = index.nearest(place, kAnywhere);
            QVERIFY(found >= 0);
            // Squares and roots round differently.
            QVERIFY2(distance(points[static_cast<std::size_t>(found)], place) <= least * 1.00001F, "seed 32");
            QCOMPARE(index.nearest(place, least * 0.999F), -1);
            QVERIFY(index.nearest(place, least * 1.001F) >= 0);
        }
    }

    void dotIsFoundAtItsOwnPlace() {
        Random random(kSeed);
        std::vector<Point> points;
        for (int i = 0; i < 1000; ++i)
            points.push_back(randomPoint(random, 1));
        const DotIndex index(points);
        for (std::size_t i = 0; i < points.size(); ++i)
            QCOMPARE(index.nearest(points[i], 0), static_cast<int>(i));
    }

    void noDotsAndNoPlaceHaveNoNearest() {
        QCOMPARE(DotIndex({}).nearest({0, 0}, kAnywhere), -1);
        const DotIndex index({{0, 0}, {1, 1}});
        const float nan = std::numeric_limits<float>::quiet_NaN();
        QCOMPARE(index.nearest({nan, 0}, kAnywhere), -1);
        QCOMPARE(index.nearest({0, nan}, kAnywhere), -1);
        QCOMPARE(index.nearest({kAnywhere, 0}, kAnywhere), -1);
        QCOMPARE(index.nearest({0, 0}, nan), -1);
    }
};

QTEST_APPLESS_MAIN(TestDotIndex)
#include "tst_DotIndex.moc"
