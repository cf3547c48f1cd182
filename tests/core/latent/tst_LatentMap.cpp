#include "core/latent/LatentMap.h"

#include "core/base/Random.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

using namespace segue;
using namespace segue::latent;
using Point = LatentMap::Point;

namespace {

constexpr int kLatentSize = 64;
constexpr auto kSize = static_cast<std::size_t>(kLatentSize);

/// Nearly normal means with a few wide directions, as a trained model has them.
std::vector<float> someMeans(int count, std::uint64_t seed) {
    Random random(seed);
    std::vector<float> means;
    for (int i = 0; i < count; ++i)
        for (std::size_t d = 0; d < kSize; ++d)
            means.push_back(static_cast<float>(0.2 + random.normal() * (d < 4 ? 1.5 : 0.8)));
    return means;
}

std::vector<float> linear(const LatentMap& map, Point at) {
    const Projection& p = map.projection();
    std::vector<float> z(p.centre);
    for (std::size_t i = 0; i < z.size(); ++i)
        z[i] += p.lift[2 * i] * at.x + p.lift[2 * i + 1] * at.y;
    return z;
}

std::vector<float> inverted(const LatentMap& map, Point at, float attraction = 1.0F, float spacing = 0.0F) {
    std::vector<float> z(static_cast<std::size_t>(map.latentSize()));
    map.invert(at, z, attraction, spacing);
    return z;
}

double dot(std::span<const float> a, std::span<const float> b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

double distance(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += (double{a[i]} - b[i]) * (double{a[i]} - b[i]);
    return std::sqrt(sum);
}

double distance(Point a, Point b) {
    return std::hypot(double{a.x} - b.x, double{a.y} - b.y);
}

Point randomPoint(Random& random, double reach) {
    return {static_cast<float>(random.uniform(-reach, reach)), static_cast<float>(random.uniform(-reach, reach))};
}

Point middle(Point a, Point b) {
    return {0.5F * (a.x + b.x), 0.5F * (a.y + b.y)};
}

} // namespace

class TestLatentMap : public QObject {
    Q_OBJECT

    static std::shared_ptr<const LatentMap> make(const std::vector<float>& means, ProjectionKind kind) {
        const auto count = means.size() / kSize;
        std::vector<int> classes(count);
        for (std::size_t i = 0; i < count; ++i)
            classes[i] = static_cast<int>(i % 5);
        auto projection = kind == ProjectionKind::Discriminant ? discriminantPlane(means, kLatentSize, classes)
                                                               : principalComponents(means, kLatentSize);
        auto map = LatentMap::create(means, kLatentSize, projection.value());
        return map.value();
    }

    static void kinds() {
        QTest::addColumn<int>("kind");
        QTest::newRow("principal components") << static_cast<int>(ProjectionKind::PrincipalComponents);
        QTest::newRow("discriminant") << static_cast<int>(ProjectionKind::Discriminant);
    }

    static std::shared_ptr<const LatentMap> fetchMap(int count) {
        QFETCH_GLOBAL(int, kind);
        return make(someMeans(count, 11), static_cast<ProjectionKind>(kind));
    }

private Q_SLOTS:
    void initTestCase_data() { kinds(); }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void dotHasExactlyTheMeanOfItsExample() {
        const auto map = fetchMap(500);
        for (int i = 0; i < map->count(); ++i)
            QVERIFY(std::ranges::equal(inverted(*map, map->points()[static_cast<std::size_t>(i)]), map->mean(i)));
    }

    void everyChangeVanishesWithTheStep() {
        const auto map = fetchMap(500);
        Random random(21);
        for (int segment = 0; segment < 300; ++segment) {
            Point from = randomPoint(random, 2);
            Point to = randomPoint(random, 2);
            // Follow the half that changes more until a jump would be all that is left.
            while (distance(from, to) > 1e-5) {
                const Point half = middle(from, to);
                const auto z = inverted(*map, half);
                (distance(z, inverted(*map, from)) > distance(z, inverted(*map, to)) ? to : from) = half;
            }
            // Between two examples lies a distance of about 9, and the nearest two dots are about 0.001 apart.
            QVERIFY(distance(inverted(*map, from), inverted(*map, to)) < 0.3);
        }
    }

    void planeTakesOverFarFromEveryDot() {
        const auto map = fetchMap(300);
        Random random(22);
        for (int i = 0; i < 100; ++i) {
            Point point = randomPoint(random, 1);
            const double length = std::max(std::abs(double{point.x}), std::abs(double{point.y}));
            const auto scale = static_cast<float>(20 / length);
            point = {point.x * scale, point.y * scale};
            const auto plane = linear(*map, point);
            QVERIFY(distance(inverted(*map, point), plane) < 1e-4 * std::sqrt(dot(plane, plane)));
        }
    }

    void planeTakesOverGradually() {
        const auto map = fetchMap(300);
        double last = std::numeric_limits<double>::max();
        for (const float x : {1.5F, 2.0F, 2.5F, 2.99F}) {
            double away = 0;
            for (int i = 0; i <= 20; ++i) {
                const Point point{x, -1.0F + 0.1F * static_cast<float>(i)};
                away += distance(inverted(*map, point), linear(*map, point));
            }
            QVERIFY(away < last);
            last = away;
        }
    }

    void noAttractionIsTheBarePlane() {
        const auto map = fetchMap(300);
        Random random(23);
        for (int i = 0; i < 100; ++i) {
            const Point point = randomPoint(random, 1.5);
            QVERIFY(distance(inverted(*map, point, 0.0F), linear(*map, point)) < 1e-4);
        }
        const Point dot = map->points().front();
        const double whole = distance(map->mean(0), linear(*map, dot));
        QVERIFY(std::abs(distance(inverted(*map, dot, 0.5F), linear(*map, dot)) - 0.5 * whole) < 1e-3);
    }

    void placeOfAnInvertedPointIsThePoint() {
        const auto map = fetchMap(500);
        Random random(24);
        for (int i = 0; i < 500; ++i) {
            const Point point = randomPoint(random, 4);
            const auto attraction = static_cast<float>(random.uniform());
            QVERIFY(distance(map->project(inverted(*map, point, attraction)), point) < 1e-4);
        }
    }

    void normIsKeptBetweenDots() {
        const auto map = fetchMap(500);
        double least = std::numeric_limits<double>::max();
        for (int i = 0; i < map->count(); ++i)
            least = std::min(least, std::sqrt(dot(map->mean(i), map->mean(i))));
        Random random(25);
        int short_ = 0;
        for (int i = 0; i < 1000; ++i) {
            const auto z = inverted(*map, randomPoint(random, 0.7));
            short_ += std::sqrt(dot(z, z)) < 0.85 * least ? 1 : 0;
        }
        QCOMPARE(short_, 0); // the plain mean of three has 0.58
    }

    void betweenTwoNearestDotsOnlyTheirExamplesSound() {
        const auto map = fetchMap(500);
        const auto& points = map->points();
        for (std::size_t i = 0; i < points.size(); ++i) {
            std::size_t nearest = i == 0 ? 1 : 0;
            for (std::size_t k = 0; k < points.size(); ++k)
                if (k != i && distance(points[i], points[k]) < distance(points[i], points[nearest]))
                    nearest = k;
            const Point half = middle(points[i], points[nearest]);
            const auto residual = [&](std::span<const float> z, Point at) {
                auto r = linear(*map, at);
                std::ranges::transform(z, r, r.begin(), std::minus());
                return r;
            };
            const auto a = residual(map->mean(static_cast<int>(i)), points[i]);
            const auto b = residual(map->mean(static_cast<int>(nearest)), points[nearest]);
            const auto r = residual(inverted(*map, half), half);
            // r = s (a + b) with one number s, and as long as a and b.
            std::vector<float> sum(a);
            std::ranges::transform(a, b, sum.begin(), std::plus());
            const double s = dot(r, sum) / dot(sum, sum);
            std::ranges::transform(sum, sum.begin(), [s](float value) { return static_cast<float>(s * value); });
            QVERIFY(distance(r, sum) < 0.02 * std::sqrt(dot(r, r)));
            const double wanted = 0.5 * (std::sqrt(dot(a, a)) + std::sqrt(dot(b, b)));
            QVERIFY(std::abs(std::sqrt(dot(r, r)) / wanted - 1) < 0.02);
        }
    }

    void spacingThinsOutTheDotsThatAreHeard() {
        const auto map = fetchMap(500);
        std::size_t last = 0;
        for (const float spacing : {3.0F, 0.5F, 0.25F, 0.1F, 0.02F, 0.0F}) {
            std::vector<Point> heard;
            for (int i = 0; i < map->count(); ++i) {
                const Point point = map->points()[static_cast<std::size_t>(i)];
                if (!map->isHeard(i, spacing))
                    continue;
                heard.push_back(point);
                QVERIFY(std::ranges::equal(inverted(*map, point, 1.0F, spacing), map->mean(i)));
            }
            for (std::size_t a = 0; a < heard.size(); ++a)
                for (std::size_t b = 0; b < a; ++b)
                    QVERIFY(distance(heard[a], heard[b]) > std::min(spacing, 0.5F) * 0.999);
            QVERIFY(heard.size() >= last && !heard.empty());
            last = heard.size();
        }
        QCOMPARE(last, 500U);
    }

    void spacingMakesADragCalmer() {
        const auto map = fetchMap(2000);
        double last = 0;
        for (const float spacing : {0.25F, 0.06F, 0.0F}) {
            Random random(29);
            double change = 0;
            for (int drag = 0; drag < 40; ++drag) {
                const Point from = randomPoint(random, 0.5);
                for (int step = 0; step < 50; ++step) {
                    const float x = from.x + 0.003F * static_cast<float>(step);
                    change += distance(inverted(*map, {x, from.y}, 1.0F, spacing),
                                       inverted(*map, {x + 0.003F, from.y}, 1.0F, spacing));
                }
            }
            QVERIFY(change > 1.5 * last);
            last = change;
        }
    }

    void mostDotsLieInTheUnitSquare() {
        const auto map = fetchMap(1000);
        const auto inside = std::ranges::count_if(
            map->points(), [](Point p) { return std::abs(p.x) <= 1.0F && std::abs(p.y) <= 1.0F; });
        QVERIFY(inside >= 980 && inside < 1000);
        QVERIFY(distance(map->project(map->mean(3)), map->points()[3]) < 1e-5);
    }

    void nearestIsTheNearestWithinTheRadius() {
        const auto map = fetchMap(300);
        Random random(26);
        for (int i = 0; i < 300; ++i) {
            const Point point = randomPoint(random, 1.2);
            const auto best = std::ranges::min_element(map->points(), {}, [&](Point p) { return distance(p, point); });
            const double least = distance(*best, point);
            QCOMPARE(map->nearest(point, static_cast<float>(least * 1.001)),
                     static_cast<int>(best - map->points().begin()));
            QCOMPARE(map->nearest(point, static_cast<float>(least * 0.999)), -1);
        }
    }

    void planesOfTheSameMeansShareThem() {
        const auto means = std::make_shared<const std::vector<float>>(someMeans(30, 17));
        const Projection projection = *principalComponents(*means, kLatentSize);
        for (int plane = 0; plane < 2; ++plane) {
            const auto map = LatentMap::create(means, kLatentSize, projection);
            QVERIFY(map);
            QCOMPARE((*map)->mean(1).data(), means->data() + kSize);
        }
    }

    void equalMeansGetPlacesOfTheirOwn() {
        std::vector<float> means = someMeans(40, 12);
        const std::vector<float> copy(means.begin(), means.begin() + kLatentSize);
        for (int i = 0; i < 400; ++i)
            means.insert(means.end(), copy.begin(), copy.end());
        QFETCH_GLOBAL(int, kind);
        const auto map = make(means, static_cast<ProjectionKind>(kind));
        std::set<std::pair<float, float>> places;
        for (int i = 0; i < map->count(); ++i) {
            const Point point = map->points()[static_cast<std::size_t>(i)];
            places.insert({point.x, point.y});
            QVERIFY(std::ranges::equal(inverted(*map, point), map->mean(i)));
            QVERIFY(distance(point, map->project(map->mean(i))) < 1e-4);
        }
        QCOMPARE(places.size(), 440U);
    }

    void fewExamplesMakeAMap_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<bool>("alike");
        QTest::newRow("one") << 1 << false;
        QTest::newRow("two") << 2 << false;
        QTest::newRow("three") << 3 << false;
        QTest::newRow("two alike") << 2 << true;
        QTest::newRow("fifty alike") << 50 << true;
    }
    void fewExamplesMakeAMap() {
        QFETCH(int, count);
        QFETCH(bool, alike);
        std::vector<float> means = someMeans(count, 13);
        if (alike)
            for (std::size_t i = kSize; i < means.size(); ++i)
                means[i] = means[i - kSize];
        const auto projection = principalComponents(someMeans(30, 14), kLatentSize);
        const auto map = LatentMap::create(means, kLatentSize, *projection);
        QVERIFY(map);
        QCOMPARE((*map)->count(), count);
        for (int i = 0; i < count; ++i)
            QVERIFY(
                std::ranges::equal(inverted(**map, (*map)->points()[static_cast<std::size_t>(i)]), (*map)->mean(i)));
        Random random(27);
        for (int i = 0; i < 200; ++i)
            for (const float value : inverted(**map, randomPoint(random, 4)))
                QVERIFY(std::isfinite(value));
    }

    void badInputIsRefused() {
        const auto means = someMeans(5, 15);
        const Projection good = *principalComponents(means, kLatentSize);
        const auto codeOf = [&](std::vector<float> values, int size, const Projection& projection) {
            const auto map = LatentMap::create(std::move(values), size, projection);
            return map ? std::string() : std::string(name(map.error().code()));
        };
        QCOMPARE(codeOf(means, kLatentSize, good), std::string());
        QCOMPARE(codeOf({}, kLatentSize, good), std::string("invalid-argument"));
        QCOMPARE(codeOf(std::vector<float>(7), kLatentSize, good), std::string("shape-mismatch"));
        QCOMPARE(codeOf(means, 0, good), std::string("shape-mismatch"));
        QCOMPARE(codeOf(means, kLatentSize / 2, good), std::string("shape-mismatch"));
        auto broken = means;
        broken[7] = std::numeric_limits<float>::infinity();
        QCOMPARE(codeOf(broken, kLatentSize, good), std::string("invalid-argument"));
        Projection cut = good;
        cut.lift.pop_back();
        QCOMPARE(codeOf(means, kLatentSize, cut), std::string("shape-mismatch"));
    }
};

QTEST_APPLESS_MAIN(TestLatentMap)
#include "tst_LatentMap.moc"
