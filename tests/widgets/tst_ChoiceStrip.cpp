#include "widgets/ChoiceStrip.h"

#include "tests/widgets/WidgetTest.h"

#include <QPushButton>
#include <QSignalSpy>

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestChoiceStrip : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void oneChoiceHoldsAndTheUserIsReported() {
        ChoiceStrip strip({QStringLiteral("Styles"), QStringLiteral("PCA")});
        QSignalSpy chosen(&strip, &ChoiceStrip::chosen);
        QCOMPARE(strip.current(), 0);
        strip.setCurrent(1);
        QCOMPARE(chosen.count(), 0);
        strip.findChildren<QPushButton*>().at(0)->click();
        QCOMPARE(strip.current(), 0);
        QCOMPARE(chosen.at(0).at(0).toInt(), 0);
    }

    void aChoiceIsWideEnoughForItsWordsInBold() {
        ChoiceStrip strip({QStringLiteral("Windows"), QStringLiteral("Refused")});
        strip.setChoiceText(0, QStringLiteral("Windows 19,411"));
        const auto* button = strip.findChildren<QPushButton*>().at(0);
        QCOMPARE(button->text(), QStringLiteral("Windows 19,411"));
        const QFontMetrics heavy(scaled(button->font(), 1, QFont::DemiBold));
        QVERIFY(button->minimumWidth() > heavy.horizontalAdvance(button->text()) + 20);
    }

    void anAddedChoiceIsTheLast() {
        ChoiceStrip strip({QStringLiteral("Styles")});
        strip.addChoice(QStringLiteral("Log"));
        QSignalSpy chosen(&strip, &ChoiceStrip::chosen);
        QTest::mouseClick(strip.findChildren<QPushButton*>().at(1), Qt::LeftButton);
        QCOMPARE(chosen.at(0).at(0).toInt(), 1);
        QCOMPARE(strip.current(), 1);
    }

    void disabledChoiceSaysWhy() {
        ChoiceStrip strip({QStringLiteral("Styles"), QStringLiteral("PCA")});
        strip.setChoiceEnabled(0, false, QStringLiteral("No styles are known"));
        QVERIFY(!strip.findChildren<QPushButton*>().at(0)->isEnabled());
        QCOMPARE(strip.findChildren<QPushButton*>().at(0)->toolTip(), QStringLiteral("No styles are known"));
    }
};

QTEST_MAIN(TestChoiceStrip)
#include "tst_ChoiceStrip.moc"
