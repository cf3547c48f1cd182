#include "core/latent/Triangulation.h"

#include "core/base/Random.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace segue;
using latent::Triangulation;
using Site = Triangulation::Site;

namespace {

constexpr std::int32_t kFrame = 1 << 20;

std::vector<Site> distinct(std::vector<Site> sites) {
    const auto place = [](Site site) { return std::pair(site.x, site.y); };
    std::ranges::sort(sites, {}, place);
    const auto rest = std::ranges::unique(sites);
    sites.erase(rest.begin(), rest.end());
    return sites;
}

std::vector<Site> scattered(int count, std::int32_t reach, std::uint64_t seed) {
    Random random(seed);
    std::vector<Site> sites;
    for (int i = 0; i < count; ++i)
        sites.push_back({static_cast<std::int32_t>(std::floor(random.uniform(-reach, reach))),
                         static_cast<std::int32_t>(std::floor(random.uniform(-reach, reach)))});
    return distinct(std::move(sites));
}

std::vector<Site> grid(int side) {
    std::vector<Site> sites;
    for (int x = 0; x < side; ++x)
        for (int y = 0; y < side; ++y)
            sites.push_back({10 * x, 10 * y});
    return sites;
}

std::vector<Site> line(int count) {
    std::vector<Site> sites;
    for (int i = 0; i < count; ++i)
        sites.push_back({3 * i, 5 * i});
    return sites;
}

std::vector<Site> circle(int count) {
    std::vector<Site> sites;
    for (int i = 0; i < count; ++i)
        sites.push_back({static_cast<std::int32_t>(std::lround(50000 * std::cos(i * 0.1))),
                         static_cast<std::int32_t>(std::lround(50000 * std::sin(i * 0.1)))});
    return distinct(std::move(sites));
}

long double turn(Site a, Site b, Site c) {
    return static_cast<long double>(b.x - a.x) * (c.y - a.y) - static_cast<long double>(b.y - a.y) * (c.x - a.x);
}

} // namespace

Q_DECLARE_METATYPE(std::vector<Site>)

class TestTriangulation : public QObject {
    Q_OBJECT

    static void shapes() {
        QTest::addColumn<std::vector<Site>>("sites");
        QTest::newRow("none") << std::vector<Site>{};
        QTest::newRow("one") << std::vector<Site>{{0, 0}};
        QTest::newRow("two") << std::vector<Site>{{0, 0}, {1, 0}};
        QTest::newRow("scattered") << scattered(400, kFrame - 1, 1);
        QTest::newRow("in a clump") << scattered(300, 10, 2);
        QTest::newRow("grid") << grid(15);
        QTest::newRow("line") << line(200);
        QTest::newRow("circle") << circle(60);
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void noCircleHoldsAnotherSite_data() { shapes(); }
    void noCircleHoldsAnotherSite() {
        QFETCH(std::vector<Site>, sites);
        const Triangulation triangulation(sites, kFrame);
        for (const auto& corners : triangulation.triangles()) {
            if (std::ranges::find(corners, Triangulation::kFrame) != corners.end())
                continue;
            const auto site = [&](std::size_t i) { return sites[static_cast<std::size_t>(corners[i])]; };
            const long double area = turn(site(0), site(1), site(2));
            QVERIFY(area > 0);
            // The centre from the first corner, by Cramer's rule.
            const auto [bx, by] = std::pair<long double, long double>(site(1).x - site(0).x, site(1).y - site(0).y);
            const auto [cx, cy] = std::pair<long double, long double>(site(2).x - site(0).x, site(2).y - site(0).y);
            const long double b = bx * bx + by * by;
            const long double c = cx * cx + cy * cy;
            const long double x = (cy * b - by * c) / (2 * area);
            const long double y = (bx * c - cx * b) / (2 * area);
            for (const Site other : sites) {
                const long double dx = other.x - site(0).x - x;
                const long double dy = other.y - site(0).y - y;
                QVERIFY(dx * dx + dy * dy > (x * x + y * y) * (1 - 1e-9L));
            }
        }
    }

    void trianglesFillTheFrameOnce_data() { shapes(); }
    void trianglesFillTheFrameOnce() {
        QFETCH(std::vector<Site>, sites);
        const Triangulation triangulation(sites, kFrame);
        // Euler: with h corners on the hull (the frame's 4) and n inside there are 2n + h - 2 triangles.
        QCOMPARE(triangulation.triangles().size(), 2 * sites.size() + 2);
        std::set<int> met;
        for (const auto& corners : triangulation.triangles())
            met.insert(corners.begin(), corners.end());
        met.erase(Triangulation::kFrame);
        QCOMPARE(met.size(), sites.size());
    }

    void weightsGiveThePlaceBack_data() { shapes(); }
    void weightsGiveThePlaceBack() {
        QFETCH(std::vector<Site>, sites);
        const Triangulation triangulation(sites, kFrame);
        Random random(5);
        for (int i = 0; i < 2000; ++i) {
            const double reach = i % 2 ? 200 : kFrame - 1;
            const double x = random.uniform(-reach, reach);
            const double y = random.uniform(-reach, reach);
            const auto place = triangulation.locate(x, y);
            double sum = 0, atX = 0, atY = 0;
            bool framed = false;
            for (std::size_t k = 0; k < 3; ++k) {
                QVERIFY(place.weights[k] >= 0);
                sum += place.weights[k];
                if (place.sites[k] == Triangulation::kFrame) {
                    framed = true;
                } else {
                    atX += place.weights[k] * sites[static_cast<std::size_t>(place.sites[k])].x;
                    atY += place.weights[k] * sites[static_cast<std::size_t>(place.sites[k])].y;
                }
            }
            QVERIFY(std::abs(sum - 1) < 1e-12);
            QVERIFY(framed || (std::abs(atX - x) < 1e-6 && std::abs(atY - y) < 1e-6));
        }
    }

    void siteHasAllTheWeight_data() { shapes(); }
    void siteHasAllTheWeight() {
        QFETCH(std::vector<Site>, sites);
        const Triangulation triangulation(sites, kFrame);
        for (std::size_t i = 0; i < sites.size(); ++i) {
            const auto place = triangulation.locate(sites[i].x, sites[i].y);
            for (std::size_t k = 0; k < 3; ++k)
                QCOMPARE(place.weights[k], place.sites[k] == static_cast<int>(i) ? 1.0 : 0.0);
        }
    }

    void outsideAllWeightIsTheFrames() {
        const auto sites = scattered(20, kFrame - 1, 9);
        const Triangulation triangulation(sites, kFrame);
        for (const auto& [x, y] : {std::pair(2.0 * kFrame, 0.0), {0.0, -1.0 * kFrame}, {std::nan(""), 0.0}}) {
            const auto place = triangulation.locate(x, y);
            for (std::size_t k = 0; k < 3; ++k)
                QCOMPARE(place.sites[k], Triangulation::kFrame);
        }
    }
};

QTEST_APPLESS_MAIN(TestTriangulation)
#include "tst_Triangulation.moc"
