#include "widgets/ChordRow.h"

#include "tests/widgets/WidgetTest.h"
#include "widgets/ChordChooser.h"

#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestChordRow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
        m_row = std::make_unique<ChordRow>();
        m_row->setPalette(paletteOf(darkTheme()));
        m_row->resize(600, m_row->sizeHint().height());
        m_row->setMargin(80);
        m_row->setChords(std::vector<std::uint8_t>(64, 1), 16);
        m_row->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_row.get()));
    }
    void cleanup() { m_row.reset(); }

    void segmentsStandOverTheirSteps() {
        QCOMPARE(m_row->segments().size(), 4U);
        QCOMPARE(box(0).left(), 80.0);
        QCOMPARE(box(2).left(), 80 + (600 - 8 - 80) / 2.0);
        m_row->showSteps({16, 32});
        QCOMPARE(box(1).left(), 80.0);
        QVERIFY(box(1).right() > 580);
        QCOMPARE(box(0).width(), 0.0);
        QCOMPARE(box(2).width(), 0.0);
    }

    void clickOpensTheChooserAndItsChoiceIsWanted() {
        QSignalSpy wanted(m_row.get(), &ChordRow::chordChangeRequested);
        QTest::mouseClick(m_row.get(), Qt::LeftButton, {}, box(2).center().toPoint());
        auto* chooser = m_row->findChild<ChordChooser*>();
        QVERIFY(chooser && chooser->isVisible());
        Q_EMIT chooser->chosen(22);
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted[0], QVariantList({32, 48, 22}));
        QCOMPARE(m_row->segments()[2].triadClass, 1); // asked for, not done
        Q_EMIT chooser->chosen(1); // what it is already
        QCOMPARE(wanted.count(), 1);
    }

    void choiceForMusicThatIsGoneIsNoChoice() {
        QSignalSpy wanted(m_row.get(), &ChordRow::chordChangeRequested);
        QTest::mouseClick(m_row.get(), Qt::LeftButton, {}, box(3).center().toPoint());
        m_row->setChords(std::vector<std::uint8_t>(16, 1), 16);
        Q_EMIT m_row->findChild<ChordChooser*>()->chosen(5);
        QCOMPARE(wanted.count(), 0);
    }

    void keysGoAlongAndChange() {
        QSignalSpy wanted(m_row.get(), &ChordRow::chordChangeRequested);
        m_row->setFocus(Qt::TabFocusReason);
        QTest::keyClick(m_row.get(), Qt::Key_Right);
        QTest::keyClick(m_row.get(), Qt::Key_Up);
        QCOMPARE(wanted.back(), QVariantList({16, 32, 2}));
        QTest::keyClick(m_row.get(), Qt::Key_Down);
        QCOMPARE(wanted.back(), QVariantList({16, 32, 12}));
        QTest::keyClick(m_row.get(), Qt::Key_Delete);
        QCOMPARE(wanted.back(), QVariantList({16, 32, 0}));
        QTest::keyClick(m_row.get(), Qt::Key_Left);
        QTest::keyClick(m_row.get(), Qt::Key_Left);
        QCOMPARE(m_row->accessibleDescription(), QStringLiteral("C, steps 1 to 16"));
        QTest::keyClick(m_row.get(), Qt::Key_Return);
        QVERIFY(m_row->findChild<ChordChooser*>()->isVisible());
    }

    void chordThatSoundsIsMarked() {
        QCOMPARE(count(seen(*m_row), darkTheme().accent), 0);
        m_row->setPlayhead(20);
        const QImage image = seen(*m_row);
        QVERIFY(count(image, box(1).toAlignedRect(), darkTheme().accent, 30) > 100);
        QCOMPARE(count(image, box(2).toAlignedRect(), darkTheme().accent, 30), 0);
        m_row->setPlayhead(std::nullopt);
        QCOMPARE(count(seen(*m_row), darkTheme().accent), 0);
    }

    void keyIsChosenFromAMenuAndOnlyWhereAModelIsToldIt() {
        auto* key = m_row->findChild<QToolButton*>();
        QVERIFY(!key->isVisible());
        m_row->setTonic(3);
        QVERIFY(key->isVisible());
        QVERIFY(key->text().contains(QStringLiteral("Eb")));
        QSignalSpy wanted(m_row.get(), &ChordRow::tonicChangeRequested);
        const auto tonics = key->menu()->actions();
        QCOMPARE(tonics.size(), 12);
        QVERIFY(tonics[3]->isChecked());
        tonics[7]->trigger();
        QCOMPARE(wanted[0][0].toInt(), 7);
        m_row->setTonic(std::nullopt);
        QVERIFY(!key->isVisible());
    }

    void emptyRowTakesNoClicks() {
        m_row->setChords({}, 16);
        QTest::mouseClick(m_row.get(), Qt::LeftButton, {}, {300, 10});
        QTest::keyClick(m_row.get(), Qt::Key_Return);
        QVERIFY(!m_row->findChild<ChordChooser*>());
    }

private:
    [[nodiscard]] QRectF box(std::size_t segment) const { return m_row->boxOf(m_row->segments()[segment]); }

    std::unique_ptr<ChordRow> m_row;
};

QTEST_MAIN(TestChordRow)
#include "tst_ChordRow.moc"
