#include "widgets/DotLayer.h"

#include "tests/widgets/MadeUpData.h"

#include <QPainter>
#include <QTest>

#include <set>

using namespace segue;
using namespace segue::widgets;
using Point = MapGeometry::Point;

class TestDotLayer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_geometry = MapGeometry();
        m_geometry.setArea(QRectF(0, 0, 200, 200));
        m_geometry.fit();
    }

    void dotsAreWhereTheGeometrySaysInTheirClassesColour() {
        const std::vector<Point> points{{0, 0}, {0.5F, 0.5F}};
        const std::vector<int> classes{0, 1};
        DotLayer layer;
        layer.render(points, classes, m_geometry, darkTheme(), 1, {});
        const QImage image = painted(layer, m_geometry);
        QVERIFY(isNear(image.pixelColor(100, 100), mixed(darkTheme().classColour(0))));
        QVERIFY(isNear(image.pixelColor(150, 50), mixed(darkTheme().classColour(1))));
        QCOMPARE(image.pixelColor(20, 20).rgb(), darkTheme().panel.rgb());
    }

    void anotherViewShowsThePictureMoved() {
        const std::vector<Point> points{{0, 0}};
        DotLayer layer;
        layer.render(points, std::vector<int>{0}, m_geometry, darkTheme(), 1, {});
        MapGeometry panned = m_geometry;
        panned.pan({30, 12});
        QVERIFY(layer.isSharp(m_geometry, 1));
        QVERIFY(!layer.isSharp(panned, 1));
        QVERIFY(!layer.isSharp(m_geometry, 2));
        const QImage image = painted(layer, panned);
        QVERIFY(isNear(image.pixelColor(130, 112), mixed(darkTheme().classColour(0))));
        QCOMPARE(image.pixelColor(100, 100).rgb(), darkTheme().panel.rgb());
    }

    void isolatedClassStandsOut() {
        const std::vector<Point> points{{-0.5F, 0}, {0.5F, 0}};
        DotLayer layer;
        layer.render(points, std::vector<int>{0, 1}, m_geometry, darkTheme(), 1, {1});
        const QImage image = painted(layer, m_geometry);
        const double faded = contrast(image.pixelColor(50, 100), darkTheme().panel);
        const double bright = contrast(image.pixelColor(150, 100), darkTheme().panel);
        QVERIFY(faded < 2);
        QVERIFY(bright > 4);
    }

    void dotsWithoutAClassAndOutsideTheViewAreFine() {
        const std::vector<Point> points{{0, 0}, {1e9F, -1e9F}, {1.35F, 0}};
        DotLayer layer;
        layer.render(points, std::vector<int>{-1, -1, 40}, m_geometry, lightTheme(), 1.5, {});
        QVERIFY(layer.isSharp(m_geometry, 1.5));
        QVERIFY(contrast(painted(layer, m_geometry).pixelColor(100, 100), lightTheme().panel) > 2);
    }

    void everyClassHasItsOwnMark() {
        std::set<QByteArray> seen;
        constexpr int kClasses = 18;
        for (int index = 0; index < kClasses; ++index) {
            QImage image(24, 24, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            paintClassMark(painter, {12, 12}, 6, index, darkTheme().classColour(index));
            painter.end();
            seen.insert(QByteArray(reinterpret_cast<const char*>(image.constBits()), image.sizeInBytes()));
        }
        QCOMPARE(static_cast<int>(seen.size()), kClasses);
    }

    void renderingTwentyThousandDots() {
        const madeup::Map map = madeup::clusters(20000, 18);
        m_geometry.setArea(QRectF(0, 0, 620, 460));
        m_geometry.setContent(map.points);
        m_geometry.fit();
        DotLayer layer;
        QBENCHMARK {
            layer.render(map.points, map.classes, m_geometry, darkTheme(), 2, {});
        }
        QVERIFY(layer.isSharp(m_geometry, 2));
    }

private:
    static QImage painted(const DotLayer& layer, const MapGeometry& geometry) {
        QImage image(200, 200, QImage::Format_RGB32);
        image.fill(geometry.area().isEmpty() ? Qt::black : darkTheme().panel);
        QPainter painter(&image);
        layer.paint(painter, geometry);
        return image;
    }
    static QColor mixed(const QColor& colour) { return mix(darkTheme().panel, colour, 0.82); }
    static bool isNear(const QColor& a, const QColor& b) {
        return std::abs(a.red() - b.red()) <= 8 && std::abs(a.green() - b.green()) <= 8 &&
               std::abs(a.blue() - b.blue()) <= 8;
    }

    MapGeometry m_geometry;
};

QTEST_MAIN(TestDotLayer)
#include "tst_DotLayer.moc"
