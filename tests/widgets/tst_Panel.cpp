#include "widgets/Panel.h"

#include "tests/widgets/WidgetTest.h"

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestPanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void contentFillsBelowTheTitle() {
        Panel panel(QStringLiteral("Map"));
        panel.setPalette(paletteOf(darkTheme()));
        auto* content = new QWidget(&panel);
        panel.setContent(content);
        panel.resize(300, 200);
        (void)seen(panel); // lays it out
        QVERIFY(content->width() > 250 && content->height() > 120);
        QVERIFY(content->y() > 20);
        const QImage image = seen(panel);
        QCOMPARE(image.pixelColor(150, 100), darkTheme().panel);
        QVERIFY(distance(image.pixelColor(150, 0), darkTheme().line) < 20);
        QCOMPARE(panel.accessibleName(), QStringLiteral("Map"));
    }
};

QTEST_MAIN(TestPanel)
#include "tst_Panel.moc"
