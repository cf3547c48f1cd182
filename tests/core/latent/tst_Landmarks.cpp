#include "core/latent/Landmarks.h"

#include "core/base/Random.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace segue;
using namespace segue::latent;
using Site = Triangulation::Site;

namespace {

std::vector<Site> scattered(int count, std::uint64_t seed) {
    Random random(seed);
    std::vector<Site> sites;
    for (int i = 0; i < count; ++i)
        sites.push_back(
            {static_cast<std::int32_t>(random.normal() * 1000), static_cast<std::int32_t>(random.normal() * 1000)});
    return sites;
}

double distance(Site a, Site b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

} // namespace

class TestLandmarks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void theyKeepTheirDistanceAndCoverTheRest_data() {
        QTest::addColumn<int>("spacing");
        QTest::newRow("dense") << 20;
        QTest::newRow("sparse") << 300;
        QTest::newRow("one is enough") << 100000;
        QTest::newRow("every place") << 1;
    }
    void theyKeepTheirDistanceAndCoverTheRest() {
        QFETCH(int, spacing);
        const auto sites = scattered(1500, 1);
        const auto chosen = landmarks(sites, spacing, {});
        for (const int a : chosen)
            for (const int b : chosen)
                QVERIFY(a == b ||
                        distance(sites[static_cast<std::size_t>(a)], sites[static_cast<std::size_t>(b)]) >= spacing);
        for (const Site site : sites)
            QVERIFY(std::ranges::any_of(
                chosen, [&](int each) { return distance(site, sites[static_cast<std::size_t>(each)]) < spacing; }));
    }

    void coarserOnesAreKept() {
        const auto sites = scattered(1500, 2);
        const auto coarse = landmarks(sites, 400, {});
        const auto fine = landmarks(sites, 100, coarse);
        QVERIFY(fine.size() > coarse.size());
        QVERIFY(std::ranges::equal(std::span(fine).first(coarse.size()), coarse));
        QCOMPARE(std::set<int>(fine.begin(), fine.end()).size(), fine.size());
    }

    void nothingHasNoLandmarks() { QVERIFY(landmarks({}, 10, {}).empty()); }
};

QTEST_APPLESS_MAIN(TestLandmarks)
#include "tst_Landmarks.moc"
