#include "widgets/MorphPanel.h"

#include "tests/widgets/MadeUpData.h"
#include "tests/widgets/WidgetTest.h"
#include "widgets/AnchorCard.h"
#include "widgets/MorphSlider.h"
#include "widgets/NumberField.h"
#include "widgets/PatternThumbnail.h"

#include <QPushButton>
#include <QSignalSpy>

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestMorphPanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_panel = std::make_unique<MorphPanel>();
        m_panel->resize(600, 220);
        m_panel->setStrip(std::vector<music::Pattern>(5, madeup::groove()));
        m_panel->setMorphEnabled(true);
    }
    void cleanup() { m_panel.reset(); }

    void stripHasAsManyThumbnailsAsPatterns() {
        QCOMPARE(m_panel->steps(), 5);
        QTRY_COMPARE(thumbnails().size(), 5);
        m_panel->setStrip({});
        QCOMPARE(m_panel->steps(), 5);
        QVERIFY(music::isEmpty(thumbnails().at(0)->pattern()));
    }

    void clickOnTheStripJumpsThere_data() {
        QTest::addColumn<int>("index");
        QTest::addColumn<double>("expected");
        QTest::newRow("A") << 0 << 0.0;
        QTest::newRow("second") << 1 << 0.25;
        QTest::newRow("B") << 4 << 1.0;
    }
    void clickOnTheStripJumpsThere() {
        QFETCH(int, index);
        QFETCH(double, expected);
        m_panel->setMorph(0.6);
        QSignalSpy moved(m_panel.get(), &MorphPanel::morphMoveRequested);
        Q_EMIT thumbnails().at(index)->clicked();
        QCOMPARE(moved.at(0).at(0).toDouble(), expected);
        QCOMPARE(m_panel->morph(), expected);
    }

    void sliderAsksAndSetterDoesNot() {
        QSignalSpy moved(m_panel.get(), &MorphPanel::morphMoveRequested);
        m_panel->setMorph(0.3);
        QCOMPARE(moved.count(), 0);
        QTest::keyClick(m_panel->findChild<MorphSlider*>(), Qt::Key_End);
        QCOMPARE(moved.count(), 1);
        QCOMPARE(moved[0][0].toDouble(), 1.0);
    }

    void stepsAreAskedForWithinTheirRange() {
        QSignalSpy steps(m_panel.get(), &MorphPanel::stepsChangeRequested);
        turnWheel(*m_panel->findChild<NumberField*>(), {5, 5}, 100);
        QCOMPARE(m_panel->steps(), MorphPanel::kMostSteps);
        QCOMPARE(steps.back()[0].toInt(), MorphPanel::kMostSteps);
        turnWheel(*m_panel->findChild<NumberField*>(), {5, 5}, -100);
        QCOMPARE(m_panel->steps(), MorphPanel::kFewestSteps);
    }

    void draggedStepAsksForItsOwnFile() {
        int asked = -1;
        m_panel->setMidiFileSupplier([&asked](int step) {
            asked = step;
            return QString();
        });
        (void)seen(*m_panel); // lays it out
        PatternThumbnail* third = thumbnails().at(2);
        drag(*third, {5, 10}, {60, 10});
        QCOMPARE(asked, 2);
    }

    void rideReachesTheFarEndInFourBars() {
        m_panel->setTempo(Bpm(9600)); // sixteen beats in a tenth of a second
        m_panel->setMorph(0.2);
        QSignalSpy moved(m_panel.get(), &MorphPanel::morphMoveRequested);
        QSignalSpy released(m_panel.get(), &MorphPanel::morphReleased);
        button(QStringLiteral("Ride"))->click();
        QTRY_COMPARE(m_panel->morph(), 1.0);
        QTRY_COMPARE(released.count(), 1);
        QVERIFY(!button(QStringLiteral("Ride"))->isChecked());
        for (qsizetype i = 1; i < moved.count(); ++i)
            QVERIFY(moved[i][0].toDouble() >= moved[i - 1][0].toDouble());
    }

    void handStopsTheRide() {
        m_panel->setTempo(Bpm(1));
        button(QStringLiteral("Ride"))->click();
        QVERIFY(button(QStringLiteral("Ride"))->isChecked());
        QTest::keyClick(m_panel->findChild<MorphSlider*>(), Qt::Key_Right);
        QVERIFY(!button(QStringLiteral("Ride"))->isChecked());
    }

    void withoutBothEndsNothingCanBeMorphed() {
        m_panel->setMorphEnabled(false);
        QVERIFY(!m_panel->findChild<MorphSlider*>()->isEnabled());
        QVERIFY(!button(QStringLiteral("Export"))->isEnabled());
    }

    void cardsSpeakForTheirEnd() {
        QSignalSpy listen(m_panel.get(), &MorphPanel::listenRequested);
        QSignalSpy dropped(m_panel.get(), &MorphPanel::filesDropped);
        Q_EMIT m_panel->card(Anchor::B).listenRequested();
        Q_EMIT m_panel->card(Anchor::A).filesDropped({QStringLiteral("x.mid")});
        QVERIFY(listen.at(0).at(0).value<Anchor>() == Anchor::B);
        QVERIFY(dropped.at(0).at(0).value<Anchor>() == Anchor::A);
    }

private:
    [[nodiscard]] QList<PatternThumbnail*> thumbnails() const {
        QList<PatternThumbnail*> found;
        for (auto* thumbnail : m_panel->findChildren<PatternThumbnail*>())
            found << thumbnail;
        return found;
    }
    [[nodiscard]] QPushButton* button(const QString& start) const {
        for (auto* candidate : m_panel->findChildren<QPushButton*>())
            if (candidate->text().startsWith(start))
                return candidate;
        return nullptr;
    }

    std::unique_ptr<MorphPanel> m_panel;
};

QTEST_MAIN(TestMorphPanel)
#include "tst_MorphPanel.moc"
