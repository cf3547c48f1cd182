#include "widgets/DrumGridPainter.h"

#include "tests/widgets/WidgetTest.h"

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestDrumGridPainter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_geometry = DrumGridGeometry();
        m_geometry.setArea(QRectF(60, 10, 640, 180));
        m_geometry.time().setSteps(32);
    }

    void everyOtherBeatIsShaded() {
        const QImage image = painted(music::DrumPattern(32));
        QCOMPARE(at(image, {3, 0}), darkTheme().cell);
        QCOMPARE(at(image, {4, 0}), darkTheme().cellShade);
        QCOMPARE(at(image, {8, 0}), darkTheme().cell);
    }

    void longPatternIsDrawnByBeats() {
        m_geometry.time().setSteps(256); // 2.5 pixels a step
        const QImage image = painted(music::DrumPattern(256));
        const double gap = m_geometry.time().x(2); // would be between two cells
        QCOMPARE(image.pixelColor(int(gap), int(m_geometry.cell({2, 0}).center().y())), darkTheme().cell);
    }

    void hitsOutOfViewAreNotDrawnIntoTheNames() {
        music::DrumPattern pattern(32);
        pattern.at(7, 0) = {true, 1, 1, 0.4F};
        pattern.at(8, 1) = {true, 1, 1, -0.4F};
        m_geometry.time().show({8, 12});
        const QImage image = painted(pattern);
        QCOMPARE(count(image, QRect(0, 0, 60, 200), darkTheme().accent, 60), 0);
        QVERIFY(count(image, QRect(60, 0, 640, 200), darkTheme().accent, 30) > 100);
    }

    void earlyFirstHitMayStandBeforeTheGrid() {
        music::DrumPattern pattern(32);
        pattern.at(0, 0) = {true, 1, 1, -0.4F};
        QVERIFY(count(painted(pattern), QRect(50, 0, 10, 200), darkTheme().accent, 30) > 50);
    }

    void ghostsAreTheHeat() {
        music::DrumPattern pattern(32);
        pattern.at(3, 0) = {false, 0.5F, 0, 0};
        QVERIFY(at(painted(pattern), {3, 0}) != darkTheme().cell);
        QCOMPARE(at(painted(pattern, false), {3, 0}), darkTheme().cell);
    }

    void onlyDrumsThatAreShownAreDrawn() {
        music::DrumPattern pattern(32, 4, 61);
        pattern.at(3, 60) = {true, 1, 1, 0};
        m_geometry.showDrums({0, 60});
        QVERIFY(distance(at(painted(pattern), {3, 60}), darkTheme().accent) <= 1);
        m_geometry.showDrums({0, 1});
        QCOMPARE(count(painted(pattern), darkTheme().accent, 30), 0);
    }

private:
    [[nodiscard]] QImage painted(const music::DrumPattern& pattern, bool heat = true) const {
        QImage image(720, 200, QImage::Format_RGB32);
        image.fill(darkTheme().panel);
        QPainter painter(&image);
        const DrumGridPainter grid(painter, m_geometry, darkTheme());
        grid.paintGround(pattern);
        grid.paintHits(pattern, 0, 720, std::nullopt, heat);
        return image;
    }
    [[nodiscard]] QColor at(const QImage& image, DrumGridCell cell) const {
        return image.pixelColor(m_geometry.cell(cell).center().toPoint());
    }

    DrumGridGeometry m_geometry;
};

QTEST_MAIN(TestDrumGridPainter)
#include "tst_DrumGridPainter.moc"
