#include "widgets/MapOverlay.h"

#include <QImage>
#include <QPainter>
#include <QTest>

using namespace segue::widgets;
using Part = MapOverlay::Part;

class TestMapOverlay : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_geometry.setArea(QRectF(0, 0, 200, 200));
        m_geometry.fit();
    }

    void handTakesWhatLiesOnTop() {
        MapOverlay overlay;
        overlay.setAnchor(Anchor::A, MapOverlay::Point{0.5F, 0});
        overlay.setAnchor(Anchor::B, MapOverlay::Point{0, 0});
        QVERIFY(overlay.partAt({100, 100}, m_geometry) == Part::Puck); // upon B
        QVERIFY(overlay.partAt({150, 100}, m_geometry) == Part::AnchorA);
        QVERIFY(overlay.partAt({150, 111}, m_geometry) == Part::AnchorA);
        QVERIFY(overlay.partAt({150, 113}, m_geometry) == Part::Nothing);
        QVERIFY(overlay.partAt({100, 111}, m_geometry) == Part::AnchorB); // beyond the puck's edge
        overlay.setAnchor(Anchor::A, std::nullopt);
        QVERIFY(overlay.partAt({150, 100}, m_geometry) == Part::Nothing);
    }

    void trailIsBoundedAndEmpties() {
        MapOverlay overlay;
        for (int i = 0; i < 100; ++i)
            overlay.movePuck({static_cast<float>(i) / 100, 0}, true);
        QCOMPARE(overlay.trailLength(), MapOverlay::kTrailLength);
        int left = 0;
        while (overlay.shortenTrail())
            ++left;
        QCOMPARE(left, static_cast<int>(MapOverlay::kTrailLength) - 1);
        QVERIFY(!overlay.shortenTrail());
        overlay.movePuck({0, 0}, false);
        QCOMPARE(overlay.trailLength(), std::size_t{0});
    }

    void regionCoversAllThatIsPainted() {
        MapOverlay overlay;
        overlay.movePuck({-0.6F, 0.3F}, false);
        overlay.movePuck({0.2F, -0.4F}, true);
        overlay.movePuck({0.4F, 0.1F}, true);
        QImage image(200, 200, QImage::Format_RGB32);
        image.fill(Qt::black);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        overlay.paint(painter, m_geometry, darkTheme(), {true, true});
        painter.end();
        const QRectF region = overlay.puckRegion(m_geometry);
        for (int y = 0; y < 200; ++y)
            for (int x = 0; x < 200; ++x)
                QVERIFY(image.pixel(x, y) == qRgb(0, 0, 0) || region.contains(QRectF(x, y, 1, 1)));
        QCOMPARE(image.pixelColor(140, 90), darkTheme().accent);
    }

private:
    MapGeometry m_geometry;
};

QTEST_MAIN(TestMapOverlay)
#include "tst_MapOverlay.moc"
