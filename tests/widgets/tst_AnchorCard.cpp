#include "widgets/AnchorCard.h"

#include "tests/widgets/MadeUpData.h"
#include "tests/widgets/WidgetTest.h"

#include <QMenu>
#include <QSignalSpy>
#include <QToolButton>

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestAnchorCard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_card = std::make_unique<AnchorCard>(Anchor::A);
        m_card->setPalette(paletteOf(darkTheme()));
        m_card->resize(260, 100);
    }
    void cleanup() { m_card.reset(); }

    void filesCanBeDropped() {
        QSignalSpy dropped(m_card.get(), &AnchorCard::filesDropped);
        QVERIFY(dropFile(*m_card, {20, 20}, QStringLiteral("/tmp/a.mid")));
        QCOMPARE(dropped.at(0).at(0).toStringList(), QStringList{QStringLiteral("/tmp/a.mid")});
    }

    void clickOpensWhenEmptyAndListensWhenFull() {
        QSignalSpy open(m_card.get(), &AnchorCard::openFileRequested);
        QSignalSpy listen(m_card.get(), &AnchorCard::listenRequested);
        QTest::mouseClick(m_card.get(), Qt::LeftButton, {}, {20, 20});
        QCOMPARE(open.count(), 1);
        fill();
        QTest::mouseClick(m_card.get(), Qt::LeftButton, {}, {20, 20});
        QTest::keyClick(m_card.get(), Qt::Key_Space);
        QCOMPARE(listen.count(), 2);
        QCOMPARE(open.count(), 1);
    }

    void filesThatCannotBeTakenAreNotAskedForAndItSaysWhy() {
        m_card->setFilesRefused(QStringLiteral("it hears nothing"));
        QVERIFY(!m_card->acceptDrops());
        QCOMPARE(m_card->toolTip(), QStringLiteral("it hears nothing"));
        QSignalSpy open(m_card.get(), &AnchorCard::openFileRequested);
        QTest::mouseClick(m_card.get(), Qt::LeftButton, {}, {20, 20});
        QCOMPARE(open.count(), 0);
        m_card->setFilesRefused({});
        QTest::mouseClick(m_card.get(), Qt::LeftButton, {}, {20, 20});
        QCOMPARE(open.count(), 1);
    }

    void captionNamesFileAndBar() {
        fill();
        const auto* caption = m_card->findChild<QToolButton*>();
        QVERIFY(caption->text().startsWith(QStringLiteral("A funk.mid · bar 5")));
        m_card->setContent(QStringLiteral("example"), madeup::groove(), {}, -1);
        QVERIFY(!caption->text().contains(QStringLiteral("bar")));
        m_card->clearContent();
        QVERIFY(m_card->isEmpty());
        QVERIFY(caption->text().contains(QStringLiteral("Choose")));
    }

    void menuOffersBarsAndExamples() {
        fill();
        m_card->setExamples({QStringLiteral("Bossa"), QStringLiteral("Shuffle")});
        QSignalSpy bar(m_card.get(), &AnchorCard::barChosen);
        QSignalSpy example(m_card.get(), &AnchorCard::exampleChosen);
        QMenu* menu = m_card->findChild<QToolButton*>()->menu();
        Q_EMIT menu->aboutToShow();
        const QMenu* bars = menu->actions().at(0)->menu();
        QCOMPARE(bars->actions().size(), 3);
        QVERIFY(bars->actions().at(2)->isChecked());
        bars->actions().at(1)->trigger();
        QCOMPARE(bar.at(0).at(0).toInt(), 2);
        const QMenu* examples = menu->actions().at(2)->menu();
        examples->actions().at(1)->trigger();
        QCOMPARE(example.at(0).at(0).toInt(), 1);
    }

    void patternHasTheEndsColour() {
        fill();
        const int pixels = count(seen(*m_card), QRect(4, 4, 250, 70), darkTheme().anchorA, 30);
        QVERIFY(pixels > 50);
        QCOMPARE(count(seen(*m_card), darkTheme().anchorB, 20), 0);
    }

private:
    void fill() { m_card->setContent(QStringLiteral("funk.mid"), madeup::groove(), {0, 2, 4}, 4); }

    std::unique_ptr<AnchorCard> m_card;
};

QTEST_MAIN(TestAnchorCard)
#include "tst_AnchorCard.moc"
