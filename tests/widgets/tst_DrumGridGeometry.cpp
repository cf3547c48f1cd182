#include "widgets/DrumGridGeometry.h"

#include <QTest>

using namespace segue;
using widgets::DrumGridCell;
using widgets::DrumGridGeometry;

class TestDrumGridGeometry : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_geometry = DrumGridGeometry();
        m_geometry.setArea(QRectF(100, 10, 320, 90));
        m_geometry.time().setSteps(32);
    }

    void kickIsTheLowestRow() {
        QCOMPARE(m_geometry.rowHeight(), 10.0);
        QCOMPARE(m_geometry.rowTop(0), 90.0);
        QCOMPARE(m_geometry.rowTop(8), 10.0);
    }

    void stepsDivideTheWidth() {
        QCOMPARE(m_geometry.columnWidth(), 10.0);
        QCOMPARE(m_geometry.time().x(0), 100.0);
        QCOMPARE(m_geometry.time().x(16.5), 265.0);
        QCOMPARE(m_geometry.time().x(32), 420.0);
        QCOMPARE(m_geometry.time().stepAt(265), 16.5);
    }

    void microtimingDisplacesByItsShareOfAStep() {
        const DrumGridCell place{4, 1};
        QCOMPARE(m_geometry.hit(place, 0), m_geometry.cell(place));
        QCOMPARE(m_geometry.hit(place, 0.25).left(), m_geometry.cell(place).left() + 2.5);
        QCOMPARE(m_geometry.hit(place, -0.5).left(), m_geometry.cell(place).left() - 5);
        QCOMPARE(m_geometry.hit(place, 9).left(), m_geometry.cell(place).left() + 5);
        QCOMPARE(m_geometry.hit(place, 0.25).width(), m_geometry.cell(place).width());
    }

    void cellsDoNotTouch() {
        QVERIFY(!m_geometry.cell({0, 0}).intersects(m_geometry.cell({1, 0})));
        QVERIFY(!m_geometry.cell({0, 0}).intersects(m_geometry.cell({0, 1})));
    }

    void everyCellIsFoundAtItsCentre() {
        for (int step = 0; step < 32; ++step)
            for (int drum = 0; drum < music::kDrumClasses; ++drum) {
                const DrumGridCell place{step, drum};
                QVERIFY(m_geometry.cellAt(m_geometry.cell(place).center()) == place);
            }
    }

    void outsideIsNoCell() {
        QVERIFY(!m_geometry.cellAt({99.9, 50}));
        QVERIFY(!m_geometry.cellAt({420, 50}));
        QVERIFY(!m_geometry.cellAt({200, 9.9}));
        QVERIFY(!m_geometry.cellAt({200, 100}));
        QVERIFY((m_geometry.cellAt({100, 10}) == DrumGridCell{0, 8}));
    }

    void hiddenDrumsHaveNoRow() {
        m_geometry.showDrums({0, 17, 60});
        QCOMPARE(m_geometry.rowHeight(), 30.0);
        QCOMPARE(m_geometry.rowTop(0), 70.0);
        QCOMPARE(m_geometry.rowTop(60), 10.0);
        for (const int drum : {0, 17, 60})
            QVERIFY(m_geometry.cellAt(m_geometry.cell({3, drum}).center()) == (DrumGridCell{3, drum}));
        QCOMPARE(m_geometry.drumBeside(17, 1), 60);
        QCOMPARE(m_geometry.drumBeside(17, -1), 0);
        QCOMPARE(m_geometry.drumBeside(60, 5), 60);
    }

    void cellsOfALongPatternStayApartAndInTheirPlaces() {
        m_geometry.time().setSteps(256);
        QVERIFY(!m_geometry.cell({0, 0}).intersects(m_geometry.cell({1, 0})) || m_geometry.cell({0, 0}).width() <= 1);
        for (const int step : {0, 100, 255})
            QVERIFY(m_geometry.cellAt(m_geometry.cell({step, 4}).center()) == (DrumGridCell{step, 4}));
        m_geometry.time().show({100, 116});
        QCOMPARE(m_geometry.columnWidth(), 20.0);
        QCOMPARE(m_geometry.cell({100, 0}).left(), 101.0);
    }

private:
    DrumGridGeometry m_geometry;
};

QTEST_APPLESS_MAIN(TestDrumGridGeometry)
#include "tst_DrumGridGeometry.moc"
