#include "widgets/TimeAxisInput.h"

#include "widgets/TimeAxis.h"

#include <QKeyEvent>
#include <QTest>
#include <QWheelEvent>

using namespace segue::widgets;

class TestTimeAxisInput : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_axis = TimeAxis();
        m_axis.setEdges(0, 640);
        m_axis.setSteps(64);
    }

    void controlAndWheelZoomAboutTheCursor() {
        const double step = m_axis.stepAt(200);
        QVERIFY(moveTime(m_axis, wheel({0, 120}, Qt::ControlModifier)));
        QVERIFY(m_axis.stepWidth() > 10);
        QCOMPARE(m_axis.stepAt(200), step);
        QVERIFY(moveTime(m_axis, wheel({0, -240}, Qt::ControlModifier)));
        QVERIFY(m_axis.isFitted());
    }

    void shiftAndWheelPan() {
        m_axis.show({16, 32});
        QVERIFY(moveTime(m_axis, wheel({0, -120}, Qt::ShiftModifier)));
        QCOMPARE(m_axis.visible(), (StepRange{17, 33}));
    }

    void sidewaysPansAndUprightIsNotForTime() {
        m_axis.show({16, 32});
        QVERIFY(moveTime(m_axis, wheel({120, 0})));
        QCOMPARE(m_axis.visible(), (StepRange{15, 31}));
        QVERIFY(!moveTime(m_axis, wheel({0, 120})));
        QVERIFY(!moveTime(m_axis, wheel({30, 120})));
        QCOMPARE(m_axis.visible(), (StepRange{15, 31}));
    }

    void twoFingersPanByThePixel() {
        m_axis.show({16, 32});
        QVERIFY(moveTime(m_axis, wheel({120, 0}, {}, {80, 3})));
        QCOMPARE(m_axis.visible(), (StepRange{14, 30}));
    }

    void keysZoomAndPan() {
        QVERIFY(moveTime(m_axis, key(Qt::Key_Plus)));
        QCOMPARE((m_axis.visible().first + m_axis.visible().last) / 2, 32.0);
        QVERIFY(!m_axis.isFitted());
        m_axis.show({0, 16});
        QVERIFY(moveTime(m_axis, key(Qt::Key_PageDown)));
        QCOMPARE(m_axis.visible(), (StepRange{8, 24}));
        QVERIFY(moveTime(m_axis, key(Qt::Key_PageUp)));
        QCOMPARE(m_axis.visible(), (StepRange{0, 16}));
        QVERIFY(!moveTime(m_axis, key(Qt::Key_Left)));
    }

private:
    static QWheelEvent wheel(QPoint turn, Qt::KeyboardModifiers modifiers = {}, QPoint pixels = {}) {
        return {{200, 50}, {200, 50}, pixels, turn, Qt::NoButton, modifiers, Qt::NoScrollPhase, false};
    }
    static QKeyEvent key(Qt::Key which) { return {QEvent::KeyPress, which, Qt::NoModifier}; }

    TimeAxis m_axis;
};

QTEST_MAIN(TestTimeAxisInput)
#include "tst_TimeAxisInput.moc"
