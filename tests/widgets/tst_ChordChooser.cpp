#include "widgets/ChordChooser.h"

#include "tests/widgets/WidgetTest.h"

#include "core/music/Chord.h"

#include <QPushButton>
#include <QSignalSpy>

using namespace segue;
using namespace segue::widgets;

class TestChordChooser : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
        m_chooser = std::make_unique<ChordChooser>();
        m_chooser->open({10, 10, 40, 20}, 22);
        QVERIFY(QTest::qWaitForWindowExposed(m_chooser.get()));
    }
    void cleanup() { m_chooser.reset(); }

    void everyTriadClassHasItsButton() {
        QSignalSpy chosen(m_chooser.get(), &ChordChooser::chosen);
        const auto buttons = m_chooser->findChildren<QPushButton*>();
        QCOMPARE(buttons.size(), music::kTriadClasses);
        for (int triad = 1; triad < music::kTriadClasses; ++triad) {
            const QString figure = QString::fromStdString(music::figureOfTriadClass(triad));
            const auto found = std::ranges::find(buttons, figure, &QPushButton::text);
            QVERIFY2(found != buttons.end(), qPrintable(figure));
            (*found)->click();
            QCOMPARE(chosen.back()[0].toInt(), triad);
        }
    }

    void opensOnTheChordThatHolds() {
        auto* focused = qobject_cast<QPushButton*>(m_chooser->focusWidget());
        QVERIFY(focused);
        QCOMPARE(focused->text(), QStringLiteral("Am"));
        QVERIFY(focused->isChecked());
        QCOMPARE(focused->accessibleName(), QStringLiteral("A minor"));
    }

    void clickChoosesAndCloses() {
        QSignalSpy chosen(m_chooser.get(), &ChordChooser::chosen);
        QTest::mouseClick(m_chooser->findChildren<QPushButton*>().front(), Qt::LeftButton);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.front()[0].toInt(), 0);
        QVERIFY(!m_chooser->isVisible());
    }

    void lettersGoToTheirRootAndArrowsToItsNeighbours() {
        QTest::keyClick(m_chooser->focusWidget(), Qt::Key_G);
        QCOMPARE(focusedText(), QStringLiteral("G"));
        QTest::keyClick(m_chooser->focusWidget(), Qt::Key_Down);
        QCOMPARE(focusedText(), QStringLiteral("Ab"));
        QTest::keyClick(m_chooser->focusWidget(), Qt::Key_Right);
        QCOMPARE(focusedText(), QStringLiteral("Abm"));
    }

    void escapeChangesNothing() {
        QSignalSpy chosen(m_chooser.get(), &ChordChooser::chosen);
        QTest::keyClick(m_chooser->focusWidget(), Qt::Key_Escape);
        QVERIFY(!m_chooser->isVisible());
        QCOMPARE(chosen.count(), 0);
    }

    void staysOnTheScreen() {
        const QRect room = m_chooser->screen()->availableGeometry();
        m_chooser->open(QRect(room.bottomRight() - QPoint(30, 20), QSize(30, 20)), 1);
        QVERIFY(room.contains(m_chooser->geometry()));
    }

private:
    [[nodiscard]] QString focusedText() const {
        auto* focused = qobject_cast<QPushButton*>(m_chooser->focusWidget());
        return focused ? focused->text() : QString();
    }

    std::unique_ptr<ChordChooser> m_chooser;
};

QTEST_MAIN(TestChordChooser)
#include "tst_ChordChooser.moc"
