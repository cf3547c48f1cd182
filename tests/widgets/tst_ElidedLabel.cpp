#include "widgets/ElidedLabel.h"

#include "tests/widgets/WidgetTest.h"

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestElidedLabel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void longTextKeepsWholeButStaysNarrow() {
        const QString text(200, QLatin1Char(0x6d));
        ElidedLabel label(text);
        QCOMPARE(label.text(), text);
        QVERIFY(label.minimumSizeHint().width() < 40);
        label.resize(60, label.sizeHint().height());
        const QImage image = seen(label);
        QCOMPARE(image.width(), 60);
    }

    void shortTextIsDrawnWhole() {
        ElidedLabel label(QStringLiteral("12 min left"));
        label.setPalette(paletteOf(darkTheme()));
        label.resize(label.sizeHint());
        QVERIFY(count(seen(label), darkTheme().text, 80) > 20);
    }
};

QTEST_MAIN(TestElidedLabel)
#include "tst_ElidedLabel.moc"
