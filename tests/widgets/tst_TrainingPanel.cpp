#include "widgets/TrainingPanel.h"

#include "tests/widgets/MadeUpData.h"
#include "tests/widgets/WidgetTest.h"
#include "widgets/RunChart.h"

#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <algorithm>
#include <limits>

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestTrainingPanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_panel = std::make_unique<TrainingPanel>();
        m_panel->resize(1100, 160);
    }
    void cleanup() { m_panel.reset(); }

    void trainNeedsAFolderAndAName() {
        QSignalSpy train(m_panel.get(), &TrainingPanel::trainRequested);
        QVERIFY(!button("train")->isEnabled());
        m_panel->setFolder(QStringLiteral("/music/my breaks"));
        QCOMPARE(m_panel->runName(), QStringLiteral("my breaks"));
        QVERIFY(button("train")->isEnabled());
        m_panel->setRunName(QStringLiteral("  "));
        QVERIFY(!button("train")->isEnabled());
        m_panel->setRunName(QStringLiteral("breaks 2"));
        button("train")->click();
        QCOMPARE(train.at(0).at(0).toString(), QStringLiteral("/music/my breaks"));
        QCOMPARE(train.at(0).at(1).toString(), QStringLiteral("breaks 2"));
    }

    void onlyFoldersCanBeDropped() {
        QTemporaryDir folder;
        QSignalSpy dropped(m_panel.get(), &TrainingPanel::folderDropped);
        QVERIFY(!dropFile(*m_panel, {20, 20}, QStringLiteral("/nowhere/a.mid")));
        QVERIFY(dropFile(*m_panel, {20, 20}, folder.path()));
        QCOMPARE(dropped.at(0).at(0).toString(), folder.path());
    }

    void progressIsToldInWords() {
        m_panel->showRun(QStringLiteral("my breaks"));
        m_panel->setHistory(madeup::run(6240));
        QCOMPARE(m_panel->findChild<QProgressBar*>()->value(), 624);
        QVERIFY(hasText(QStringLiteral("6,240 of 10,000")));
        QVERIFY(hasText(QStringLiteral("2,100 ex/s")));
        QVERIFY(hasText(QStringLiteral("12 min left")));
    }

    void melodiesShowTheirAccuracy() {
        const auto titles = [this] {
            QStringList all;
            for (const auto* chart : m_panel->findChildren<RunChart*>())
                all << chart->title();
            return all;
        };
        runs::RunHistory history = madeup::run(6240);
        m_panel->setHistory(history);
        QVERIFY(titles().contains(QStringLiteral("Hit F1, held out")));
        for (auto& report : history.training) {
            report.accuracy = 0.25;
            report.hitAccuracy = std::numeric_limits<double>::quiet_NaN();
        }
        for (auto& report : history.evaluations) {
            report.accuracy = 0.125;
            report.hitF1 = std::numeric_limits<double>::quiet_NaN();
        }
        m_panel->setHistory(history);
        QVERIFY(titles().contains(QStringLiteral("Accuracy, held out")));
        const auto charts = m_panel->findChildren<RunChart*>();
        QVERIFY(std::ranges::any_of(charts, [](const auto* chart) { return chart->valueText().contains(u"0.125"); }));
    }

    void pauseBecomesResume() {
        QSignalSpy pause(m_panel.get(), &TrainingPanel::pauseRequested);
        QSignalSpy resume(m_panel.get(), &TrainingPanel::resumeRequested);
        m_panel->showRun(QStringLiteral("run"));
        runs::RunHistory history = madeup::run(100);
        m_panel->setHistory(history);
        button("pause")->click();
        QCOMPARE(pause.count(), 1);
        history.state.state = runs::RunState::Paused;
        m_panel->setHistory(history);
        QVERIFY(hasText(QStringLiteral("paused")));
        button("pause")->click();
        QCOMPARE(resume.count(), 1);
        QCOMPARE(pause.count(), 1);
    }

    void stopEndsARunAndThenOffersANewOne() {
        QSignalSpy stop(m_panel.get(), &TrainingPanel::stopRequested);
        QSignalSpy another(m_panel.get(), &TrainingPanel::newRunRequested);
        m_panel->showRun(QStringLiteral("run"));
        runs::RunHistory history = madeup::run(100);
        m_panel->setHistory(history);
        button("stop")->click();
        QCOMPARE(stop.count(), 1);
        history.state.state = runs::RunState::Stopped;
        m_panel->setHistory(history);
        QVERIFY(!button("pause")->isVisibleTo(m_panel.get()));
        button("stop")->click();
        QCOMPARE(another.count(), 1);
        QCOMPARE(stop.count(), 1);
    }

    void playThisNeedsACheckpoint() {
        QSignalSpy play(m_panel.get(), &TrainingPanel::playThisRequested);
        m_panel->showRun(QStringLiteral("run"));
        QVERIFY(!button("playThis")->isEnabled());
        m_panel->setPlayable(true);
        button("playThis")->click();
        QCOMPARE(play.count(), 1);
    }

    void failureHasASentenceAndAButton() {
        QSignalSpy action(m_panel.get(), &TrainingPanel::failureActionRequested);
        m_panel->setFailure(QStringLiteral("The folder holds no MIDI files."), QStringLiteral("Choose another"));
        QVERIFY(m_panel->findChild<QLabel*>(QStringLiteral("failure"))->isVisibleTo(m_panel.get()));
        QCOMPARE(button("failureAction")->text(), QStringLiteral("Choose another"));
        button("failureAction")->click();
        QCOMPARE(action.count(), 1);
        m_panel->setFailure({});
        QVERIFY(!m_panel->findChild<QLabel*>(QStringLiteral("failure"))->isVisibleTo(m_panel.get()));
    }

    void failedRunTellsItsReason() {
        m_panel->showRun(QStringLiteral("run"));
        runs::RunHistory history = madeup::run(100);
        history.state = {runs::RunState::Failed, "The disk is full."};
        m_panel->setHistory(history);
        QVERIFY(hasText(QStringLiteral("The disk is full.")));
        m_panel->setHistory(madeup::run(120));
        QVERIFY(!hasText(QStringLiteral("The disk is full.")));
    }

    void timeLeftIsRoundedForPeople_data() {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("unknown") << 0.0 << QString();
        QTest::newRow("endless") << std::numeric_limits<double>::infinity() << QString();
        QTest::newRow("seconds") << 40.2 << QStringLiteral("40 s left");
        QTest::newRow("nearly a minute") << 59.9 << QStringLiteral("1 min left");
        QTest::newRow("minutes") << 714.0 << QStringLiteral("12 min left");
        QTest::newRow("nearly an hour") << 3599.0 << QStringLiteral("1 h left");
        QTest::newRow("hours") << 7500.0 << QStringLiteral("2 h 5 min left");
    }
    void timeLeftIsRoundedForPeople() {
        QFETCH(double, seconds);
        QFETCH(QString, text);
        QCOMPARE(timeLeftText(seconds), text);
    }

private:
    [[nodiscard]] QPushButton* button(const char* name) const {
        return m_panel->findChild<QPushButton*>(QString::fromLatin1(name));
    }
    [[nodiscard]] bool hasText(const QString& text) const {
        for (const auto* label : m_panel->findChildren<QLabel*>())
            if (label->isVisibleTo(m_panel.get()) && label->text().contains(text))
                return true;
        return false;
    }

    std::unique_ptr<TrainingPanel> m_panel;
};

int main(int argc, char** argv) {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QApplication application(argc, argv);
    TestTrainingPanel test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_TrainingPanel.moc"
