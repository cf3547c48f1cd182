#include "widgets/TimeAxis.h"

#include <QTest>

using namespace segue::widgets;

class TestTimeAxis : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_axis = TimeAxis();
        m_axis.setEdges(100, 740);
        m_axis.setSteps(64);
    }

    void allStepsLieBetweenTheEdges() {
        QVERIFY(m_axis.isFitted());
        QCOMPARE(m_axis.x(0), 100.0);
        QCOMPARE(m_axis.x(64), 740.0);
        QCOMPARE(m_axis.stepWidth(), 10.0);
        for (const double step : {0.0, 0.5, 17.25, 63.9})
            QCOMPARE(m_axis.stepAt(m_axis.x(step)), step);
    }

    void zoomLeavesTheStepUnderTheCursor() {
        const double step = m_axis.stepAt(260);
        m_axis.zoomAt(260, 2);
        QCOMPARE(m_axis.stepAt(260), step);
        QCOMPARE(m_axis.stepWidth(), 20.0);
        QVERIFY(!m_axis.isFitted());
        m_axis.zoomAt(260, 0.5);
        QVERIFY(m_axis.isFitted());
    }

    void zoomEndsAtFourStepsAndAtAll() {
        m_axis.zoomAt(400, 1e6);
        QCOMPARE(m_axis.visible().length(), TimeAxis::kFewestSteps);
        m_axis.zoomAt(400, 1e-6);
        QVERIFY(m_axis.isFitted());
    }

    void panStopsAtTheEnds() {
        m_axis.show({16, 32});
        m_axis.pan(-40); // one step of 40 pixels
        QCOMPARE(m_axis.visible(), (StepRange{17, 33}));
        m_axis.pan(1e6);
        QCOMPARE(m_axis.visible(), (StepRange{0, 16}));
        m_axis.pan(-1e6);
        QCOMPARE(m_axis.visible(), (StepRange{48, 64}));
    }

    void anotherLengthIsFittedAndTheSameIsNot() {
        m_axis.show({16, 32});
        m_axis.setSteps(64);
        QCOMPARE(m_axis.visible(), (StepRange{16, 32}));
        m_axis.setSteps(32);
        QVERIFY(m_axis.isFitted());
    }

    void newEdgesKeepTheRange() {
        m_axis.show({16, 32});
        m_axis.setEdges(0, 160);
        QCOMPARE(m_axis.visible(), (StepRange{16, 32}));
        QCOMPARE(m_axis.x(20), 40.0);
    }

    void patternShorterThanTheNearestZoomIsShownWhole() {
        m_axis.setSteps(2);
        m_axis.zoomAt(300, 10);
        QVERIFY(m_axis.isFitted());
    }

private:
    TimeAxis m_axis;
};

QTEST_APPLESS_MAIN(TestTimeAxis)
#include "tst_TimeAxis.moc"
