#include "widgets/TransportBar.h"

#include "tests/widgets/WidgetTest.h"

#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestTransportBar : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_bar = std::make_unique<TransportBar>();
        m_bar->resize(1200, 50);
    }
    void cleanup() { m_bar.reset(); }

    void playAndStopAsk() {
        QSignalSpy play(m_bar.get(), &TransportBar::playRequested);
        QSignalSpy stop(m_bar.get(), &TransportBar::stopRequested);
        QVERIFY(!button(QStringLiteral("stop"))->isEnabled());
        button(QStringLiteral("play"))->click();
        QCOMPARE(play.count(), 1);
        QVERIFY(!m_bar->isPlaying());
        m_bar->setPlaying(true);
        button(QStringLiteral("stop"))->click();
        QCOMPARE(stop.count(), 1);
    }

    void settersAreSilent() {
        QSignalSpy tempo(m_bar.get(), &TransportBar::tempoChangeRequested);
        QSignalSpy temperature(m_bar.get(), &TransportBar::temperatureChangeRequested);
        QSignalSpy threshold(m_bar.get(), &TransportBar::thresholdChangeRequested);
        m_bar->setTempo(Bpm(97.5));
        m_bar->setTemperature(0.8);
        m_bar->setThreshold(0.25);
        QCOMPARE(m_bar->tempo().value, 97.5);
        QCOMPARE(m_bar->temperature(), 0.8);
        QCOMPARE(m_bar->threshold(), 0.25);
        QCOMPARE(tempo.count() + temperature.count() + threshold.count(), 0);
    }

    void tappingAsksForATempoInRange() {
        QSignalSpy tempo(m_bar.get(), &TransportBar::tempoChangeRequested);
        auto* tap = m_bar->findChild<QPushButton*>(QStringLiteral("tap"));
        for (int i = 0; i < 3; ++i)
            tap->click(); // far faster than any drummer
        QVERIFY(tempo.count() >= 1);
        QCOMPARE(tempo.back()[0].value<Bpm>().value, TransportBar::kFastest);
    }

    void openOutputsAreNamedAndToggled() {
        const QList<OutputChoice> outputs{{QStringLiteral("synth"), QStringLiteral("FluidSynth"), true, false},
                                          {QStringLiteral("port"), QStringLiteral("TR-8S"), false, false},
                                          {QString(), QStringLiteral("No more ports"), false, true}};
        QToolButton* output = button(QStringLiteral("output"));
        QVERIFY(output->text().startsWith(QStringLiteral("None")));
        m_bar->setOutputs(outputs);
        QVERIFY(output->text().startsWith(QStringLiteral("FluidSynth")));
        QSignalSpy requested(m_bar.get(), &TransportBar::outputsRequested);
        QSignalSpy toggled(m_bar.get(), &TransportBar::outputToggled);
        Q_EMIT output->menu()->aboutToShow();
        QCOMPARE(requested.count(), 1);
        const QList<QAction*> actions = output->menu()->actions();
        QCOMPARE(actions.size(), 3);
        QVERIFY(actions[0]->isChecked());
        QVERIFY(!actions[2]->isEnabled());
        actions[1]->trigger();
        QCOMPARE(toggled.at(0).at(0).toString(), QStringLiteral("port"));
        QCOMPARE(toggled.at(0).at(1).toBool(), true);
    }

    void panicAsks() {
        QSignalSpy panic(m_bar.get(), &TransportBar::panicRequested);
        m_bar->findChild<QPushButton*>(QStringLiteral("panic"))->click();
        QCOMPARE(panic.count(), 1);
    }

    void everyControlHasANameAndTakesTheFocus() {
        for (const auto* control : m_bar->findChildren<QAbstractButton*>()) {
            QVERIFY(!control->accessibleName().isEmpty() || !control->text().isEmpty());
            QVERIFY(control->focusPolicy() & Qt::TabFocus);
        }
    }

private:
    [[nodiscard]] QToolButton* button(const QString& name) const { return m_bar->findChild<QToolButton*>(name); }

    std::unique_ptr<TransportBar> m_bar;
};

QTEST_MAIN(TestTransportBar)
#include "tst_TransportBar.moc"
