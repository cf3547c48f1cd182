#include "widgets/ActivityLight.h"

#include "tests/widgets/WidgetTest.h"

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestActivityLight : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void flashLightsForAMoment() {
        ActivityLight light;
        light.setPalette(paletteOf(darkTheme()));
        QVERIFY(count(seen(light), darkTheme().alive) == 0);
        light.flash();
        QVERIFY(light.isLit());
        QVERIFY(count(seen(light), darkTheme().alive) > 30);
        QTRY_VERIFY(!light.isLit());
    }
};

QTEST_MAIN(TestActivityLight)
#include "tst_ActivityLight.moc"
