#include "widgets/DotLayer.h"

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
        // The picture ends at 1.4.
        const std::vector<Point> points{{0, 0},     {1e9F, -1e9F}, {1.35F, 0},      {1.4F, 0},     {-1.4F, 0},
                                        {0, -1.4F}, {0, 1.4F},     {-1.41F, 1.41F}, {1.41F, 1.41F}};
        DotLayer layer;
        layer.render(points, std::vector<int>{-1, -1, 40, 1, 2, 3, 4, 5, 6}, m_geometry, lightTheme(), 1.5, {});
        QVERIFY(layer.isSharp(m_geometry, 1.5));
        QVERIFY(contrast(painted(layer, m_geometry).pixelColor(100, 100), lightTheme().panel) > 2);
    }

    void dotsLookAsAPainterDrawsThem() {
        constexpr int kMarks = 9;
        constexpr double kRadius = 2.4; // of few dots
        std::vector<Point> points;
        std::vector<int> classes;
        QImage drawn(200, 200, QImage::Format_RGB32);
        drawn.fill(darkTheme().panel);
        QPainter painter(&drawn);
        painter.setRenderHint(QPainter::Antialiasing);
        for (int index = 0; index < kMarks; ++index) {
            // In the middle of a quarter of a pixel, to which dots are rounded.
            const QPointF place(20 * (index + 1) + 0.125 + 0.25 * (index % 4), 60.625);
            points.push_back(m_geometry.toPlane(place));
            classes.push_back(index);
            QColor colour = darkTheme().classColour(index);
            colour.setAlphaF(0.82F);
            paintClassMark(painter, place, kRadius, index, colour);
        }
        painter.end();
        DotLayer layer;
        layer.render(points, classes, m_geometry, darkTheme(), 1, {});
        const QImage image = painted(layer, m_geometry);
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                QVERIFY(isNear(image.pixelColor(x, y), drawn.pixelColor(x, y)));
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
