#include "widgets/PianoRollGeometry.h"

#include <QTest>

using namespace segue::widgets;

class TestPianoRollGeometry : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_geometry = PianoRollGeometry();
        m_geometry.setArea(QRectF(40, 10, 640, 240));
        m_geometry.time().setSteps(64);
        m_geometry.showPitches({60, 84});
    }

    void pitchesRiseFromTheBottom() {
        QCOMPARE(m_geometry.rowHeight(), 10.0);
        QCOMPARE(m_geometry.y(60), 250.0);
        QCOMPARE(m_geometry.y(84), 10.0);
        QCOMPARE(m_geometry.row(60), QRectF(40, 240, 640, 10));
        QCOMPARE(m_geometry.pitchAt(m_geometry.y(71.5)), 71.5);
    }

    void noteLiesInItsRowAndEndsBeforeTheNext() {
        const QRectF note = m_geometry.note(62, 8, 4);
        QCOMPARE(note.left(), m_geometry.time().x(8));
        QVERIFY(note.right() < m_geometry.time().x(12));
        QVERIFY(note.right() > m_geometry.time().x(12) - 3);
        QVERIFY(m_geometry.row(62).contains(note));
    }

    void noteOfATinyRollCanStillBeSeen() {
        m_geometry.setArea(QRectF(0, 0, 20, 6));
        m_geometry.showPitches({0, 128});
        const QRectF note = m_geometry.note(60, 3, 1);
        QVERIFY(note.width() >= 1);
        QVERIFY(note.height() >= 1);
    }

    void everyPlaceIsFoundWhereItIsDrawn() {
        for (const int step : {0, 31, 63})
            for (const int pitch : {60, 71, 83})
                QCOMPARE(m_geometry.placeAt(m_geometry.note(pitch, step, 1).center()),
                         std::optional(RollPlace{step, pitch}));
        QCOMPARE(m_geometry.placeAt({20, 100}), std::nullopt);
        QCOMPARE(m_geometry.placeAt({680, 100}), std::nullopt);
        QCOMPARE(m_geometry.placeAt({100, 250}), std::nullopt);
    }

    void zoomLeavesThePitchUnderTheCursor() {
        const double pitch = m_geometry.pitchAt(100);
        m_geometry.zoomPitchesAt(100, 1.5);
        QCOMPARE(m_geometry.pitchAt(100), pitch);
        QCOMPARE(m_geometry.pitches().length(), 16.0);
        m_geometry.zoomPitchesAt(100, 100);
        QCOMPARE(m_geometry.pitches().length(), PianoRollGeometry::kFewestPitches);
        m_geometry.zoomPitchesAt(100, 1e-3);
        QCOMPARE(m_geometry.pitches(), (PitchRange{0, 128}));
    }

    void panStopsWhereMidiEnds() {
        m_geometry.panPitches(20);
        QCOMPARE(m_geometry.pitches(), (PitchRange{62, 86}));
        m_geometry.panPitches(1e5);
        QCOMPARE(m_geometry.pitches(), (PitchRange{104, 128}));
        m_geometry.panPitches(-1e5);
        QCOMPARE(m_geometry.pitches(), (PitchRange{0, 24}));
    }

private:
    PianoRollGeometry m_geometry;
};

QTEST_APPLESS_MAIN(TestPianoRollGeometry)
#include "tst_PianoRollGeometry.moc"
