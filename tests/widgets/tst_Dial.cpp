#include "widgets/Dial.h"

#include "tests/widgets/WidgetTest.h"

#include <QSignalSpy>
#include <QSlider>

using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestDial : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void sliderAndNumberShowTheSame() {
        Dial dial(QStringLiteral("Threshold"), {0.01, 0.99, 0.01, 2});
        auto* slider = dial.findChild<QSlider*>();
        auto* field = dial.findChild<NumberField*>();
        QSignalSpy changed(&dial, &Dial::valueChanged);
        dial.setValue(0.37);
        QCOMPARE(slider->value(), 37);
        QCOMPARE(field->value(), 0.37);
        QCOMPARE(changed.count(), 0);
        slider->setValue(50);
        QCOMPARE(dial.value(), 0.5);
        QCOMPARE(changed.count(), 1);
        turnWheel(*field, {5, 5}, 1);
        QCOMPARE(slider->value(), 51);
        QCOMPARE(changed.count(), 2);
        QCOMPARE(changed[1][0].toDouble(), 0.51);
    }
};

QTEST_MAIN(TestDial)
#include "tst_Dial.moc"
