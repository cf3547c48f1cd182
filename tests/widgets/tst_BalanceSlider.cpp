#include "widgets/BalanceSlider.h"

#include <QLabel>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

using namespace segue::widgets;

class TestBalanceSlider : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void endsAreTheValuesThatWereFound() {
        QCOMPARE(balanceAt(0), (Balance{48, 0.2}));
        QCOMPARE(balanceAt(1), (Balance{256, 0.05}));
        QCOMPARE(balanceAt(-3), balanceAt(0));
        for (double share = 0.1; share < 1; share += 0.1) {
            QVERIFY(balanceAt(share).freeBits >= balanceAt(share - 0.1).freeBits);
            QVERIFY(balanceAt(share).maxBeta <= balanceAt(share - 0.1).maxBeta);
        }
    }

    void untilItIsMovedTheRecipeHolds() {
        BalanceSlider slider;
        slider.setRecipe(Balance{48, 0.2});
        QVERIFY(!slider.balance());
        QCOMPARE(slider.findChild<QSlider*>()->value(), 0);
        QVERIFY(says(slider, QStringLiteral("recipe")));
    }

    void movedByKeysItSaysTheNumbers() {
        BalanceSlider slider;
        slider.setRecipe(Balance{256, 0.05});
        QSignalSpy changed(&slider, &BalanceSlider::changed);
        QTest::keyClick(slider.findChild<QSlider*>(), Qt::Key_Home);
        QCOMPARE(changed.size(), 1);
        QVERIFY(slider.balance());
        QCOMPARE(*slider.balance(), (Balance{48, 0.2}));
        QVERIFY(says(slider, QStringLiteral("48 free bits")));
        slider.setRecipe(Balance{256, 0.05}); // of another configuration: the hand's choice stays
        QCOMPARE(*slider.balance(), (Balance{48, 0.2}));
    }

private:
    static bool says(const BalanceSlider& slider, const QString& text) {
        for (const auto* label : slider.findChildren<QLabel*>())
            if (label->text().contains(text))
                return true;
        return false;
    }
};

QTEST_MAIN(TestBalanceSlider)
#include "tst_BalanceSlider.moc"
