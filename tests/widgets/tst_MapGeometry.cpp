#include "widgets/MapGeometry.h"

#include "core/base/Random.h"

#include <QTest>

#include <cmath>
#include <vector>

using namespace segue;
using widgets::MapGeometry;
using Point = MapGeometry::Point;

class TestMapGeometry : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void planeIsShownUpwardsAndCentred() {
        MapGeometry geometry;
        geometry.setArea(QRectF(10, 20, 400, 200));
        geometry.fit(); // [-1, 1] in both: 100 pixels a unit, limited by the height
        QCOMPARE(geometry.scale(), 100.0);
        QCOMPARE(geometry.toView({0, 0}), QPointF(210, 120));
        QCOMPARE(geometry.toView({1, 1}), QPointF(310, 20));
        QCOMPARE(geometry.toView({-1, -1}), QPointF(110, 220));
    }

    void fitShowsEveryPointWithAMargin() {
        MapGeometry geometry;
        geometry.setArea(QRectF(0, 0, 300, 300));
        const std::vector<Point> points{{2, 5}, {6, 5}, {4, 7}};
        geometry.setContent(points);
        geometry.fit();
        // 4 wide with 6 % margins: 4.48 units in 300 pixels.
        QCOMPARE(geometry.scale(), 300 / 4.48);
        QCOMPARE(geometry.toView({4, 6}), QPointF(150, 150));
        for (const Point& point : points)
            QVERIFY(geometry.area().contains(geometry.toView(point)));
    }

    void fewOutliersDoNotShrinkTheRest() {
        std::vector<Point> points;
        for (int i = 0; i < 1000; ++i)
            points.push_back({static_cast<float>(i % 10) / 10.0F, static_cast<float>(i / 100) / 10.0F});
        MapGeometry without;
        without.setArea(QRectF(0, 0, 500, 500));
        without.setContent(points);
        without.fit();
        points.push_back({1000, 1000});
        MapGeometry with = without;
        with.setContent(points);
        with.fit();
        QCOMPARE(with.scale(), without.scale());
    }

    void onePointOrNoneCanBeFitted() {
        MapGeometry geometry;
        geometry.setArea(QRectF(0, 0, 100, 100));
        geometry.setContent(std::vector<Point>{{3, 3}});
        geometry.fit();
        QCOMPARE(geometry.toView({3, 3}), QPointF(50, 50));
        QVERIFY(std::isfinite(geometry.scale()));
        geometry.setContent({});
        geometry.fit();
        QCOMPARE(geometry.scale(), 50.0);
    }

    void viewAndPlaneAreInverse() {
        constexpr std::uint64_t kSeed = 20;
        Random random(kSeed);
        MapGeometry geometry;
        geometry.setArea(QRectF(0, 0, 640, 480));
        geometry.fit();
        for (int i = 0; i < 500; ++i) {
            geometry.zoomAt({random.uniform(0, 640), random.uniform(0, 480)}, random.uniform(0.5, 2));
            geometry.pan({random.uniform(-50, 50), random.uniform(-50, 50)});
            const QPointF position(random.uniform(0, 640), random.uniform(0, 480));
            const QPointF back = geometry.toView(geometry.toPlane(position));
            // Points are floats: half a unit in the last place of the plane's coordinate, in pixels.
            const Point plane = geometry.toPlane(position);
            const double size = std::max({1.0, std::abs(double(plane.x)), std::abs(double(plane.y))});
            const double tolerance = size * geometry.scale() * 1.2e-7 + 1e-9;
            QVERIFY2(std::hypot(back.x() - position.x(), back.y() - position.y()) <= tolerance, "seed 20");
        }
    }

    void zoomKeepsThePlaceUnderTheCursor() {
        MapGeometry geometry;
        geometry.setArea(QRectF(0, 0, 400, 400));
        geometry.fit();
        const Point place{0.25F, -0.5F};
        const QPointF cursor = geometry.toView(place);
        geometry.zoomAt(cursor, 4);
        QCOMPARE(geometry.zoom(), 4.0);
        QCOMPARE(geometry.toView(place), cursor);
        QVERIFY(!geometry.isFitted());
        geometry.fit();
        QVERIFY(geometry.isFitted());
    }

    void zoomStaysWithinItsLimits() {
        MapGeometry geometry;
        geometry.setArea(QRectF(0, 0, 400, 400));
        geometry.fit();
        geometry.zoomAt({10, 10}, 1e9);
        QCOMPARE(geometry.zoom(), MapGeometry::kNearest);
        geometry.zoomAt({10, 10}, 1e-9);
        QCOMPARE(geometry.zoom(), MapGeometry::kFarthest);
    }

    void panFollowsTheHand() {
        MapGeometry geometry;
        geometry.setArea(QRectF(0, 0, 400, 400));
        geometry.fit();
        const QPointF before = geometry.toView({0.5F, 0.5F});
        geometry.pan({30, -12});
        QCOMPARE(geometry.toView({0.5F, 0.5F}), before + QPointF(30, -12));
    }
};

QTEST_APPLESS_MAIN(TestMapGeometry)
#include "tst_MapGeometry.moc"
