#include "widgets/MorphSlider.h"

#include "tests/widgets/WidgetTest.h"

#include <QSignalSpy>

using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestMorphSlider : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void dragReachesBothEndsExactly() {
        MorphSlider slider;
        slider.resize(220, 48);
        QSignalSpy changed(&slider, &MorphSlider::valueChanged);
        QSignalSpy released(&slider, &MorphSlider::released);
        drag(slider, {110, 30}, {300, 30});
        QCOMPARE(slider.value(), 1.0);
        drag(slider, {110, 30}, {-50, 30});
        QCOMPARE(slider.value(), 0.0);
        QVERIFY(changed.count() > 6);
        QCOMPARE(released.count(), 2);
    }

    void clickGoesThere() {
        MorphSlider slider;
        slider.resize(220, 48); // the groove is 200 wide
        QTest::mouseClick(&slider, Qt::LeftButton, {}, {60, 30});
        QCOMPARE(slider.value(), 0.25);
    }

    void keysStepAndClamp() {
        MorphSlider slider;
        QTest::keyClick(&slider, Qt::Key_Right);
        QCOMPARE(slider.value(), 0.01);
        QTest::keyClick(&slider, Qt::Key_End);
        QTest::keyClick(&slider, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(slider.value(), 1.0);
    }

    void setValueClampsAndIsSilent() {
        MorphSlider slider;
        QSignalSpy changed(&slider, &MorphSlider::valueChanged);
        slider.setValue(7);
        QCOMPARE(slider.value(), 1.0);
        slider.setValue(std::numeric_limits<double>::quiet_NaN());
        QVERIFY(slider.value() >= 0 && slider.value() <= 1);
        QCOMPARE(changed.count(), 0);
    }
};

QTEST_MAIN(TestMorphSlider)
#include "tst_MorphSlider.moc"
