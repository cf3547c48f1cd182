#include "widgets/RunHead.h"

#include "tests/widgets/MadeUpData.h"

#include <QApplication>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <limits>
#include <memory>

using namespace segue;
using namespace segue::widgets;

class TestRunHead : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
        m_head = std::make_unique<RunHead>();
        m_head->setTitle(QStringLiteral("my breaks"));
        m_history = madeup::run(6240);
        m_head->setHistory(m_history);
        m_head->show();
    }

    void withoutARunItSaysWhereToBegin() {
        m_head->setTitle({});
        QVERIFY(hasText(QStringLiteral("New")));
        for (const auto* button : m_head->findChildren<QPushButton*>())
            QVERIFY(!button->isVisible());
    }

    void progressIsToldInWords() {
        QCOMPARE(m_head->findChild<QProgressBar*>()->value(), 624);
        QVERIFY(hasText(QStringLiteral("6,240 of 10,000")));
        QVERIFY(hasText(QStringLiteral("2,100 ex/s")));
        QVERIFY(hasText(QStringLiteral("12 min left")));
    }

    void pauseBecomesResume() {
        QSignalSpy pause(m_head.get(), &RunHead::pauseRequested);
        QSignalSpy resume(m_head.get(), &RunHead::resumeRequested);
        press("pause");
        QCOMPARE(pause.size(), 1);
        m_history.state.state = runs::RunState::Paused;
        m_head->setHistory(m_history);
        QVERIFY(hasText(QStringLiteral("paused")));
        press("pause");
        QCOMPARE(resume.size(), 1);
        QCOMPARE(pause.size(), 1);
    }

    void aPauseThatWasAskedForCanBeTakenBack() {
        QSignalSpy resume(m_head.get(), &RunHead::resumeRequested);
        m_head->setPauseAsked(true);
        QVERIFY(hasText(QStringLiteral("pausing")));
        press("pause");
        QCOMPARE(resume.size(), 1);
    }

    void aStoppedRunCanGoOn() {
        QSignalSpy stop(m_head.get(), &RunHead::stopRequested);
        QSignalSpy goOn(m_head.get(), &RunHead::goOnRequested);
        press("stop");
        QCOMPARE(stop.size(), 1);
        m_history.state.state = runs::RunState::Stopped;
        m_head->setHistory(m_history);
        QVERIFY(!button("stop")->isVisible());
        QVERIFY(!button("pause")->isVisible());
        press("goOn");
        QCOMPARE(goOn.size(), 1);
    }

    void aKilledRunIsInterruptedAndCanGoOn() {
        m_head->setAtWork(false);
        QVERIFY(hasText(QStringLiteral("interrupted")));
        QVERIFY(button("goOn")->isVisible());
        QVERIFY(!button("pause")->isVisible());
    }

    void aFinishedRunIsOnlyPlayed() {
        m_history.state.state = runs::RunState::Finished;
        m_head->setHistory(m_history);
        m_head->setAtWork(false);
        QVERIFY(!button("goOn")->isVisible());
        QCOMPARE(button("playThis")->text(), QStringLiteral("Play this model"));
    }

    void playThisNeedsACheckpoint() {
        QSignalSpy play(m_head.get(), &RunHead::playThisRequested);
        QVERIFY(!button("playThis")->isEnabled());
        m_head->setPlayable(true);
        press("playThis");
        QCOMPARE(play.size(), 1);
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
        return m_head->findChild<QPushButton*>(QString::fromLatin1(name));
    }
    void press(const char* name) const {
        QVERIFY(button(name)->isVisible());
        QTest::mouseClick(button(name), Qt::LeftButton);
    }
    [[nodiscard]] bool hasText(const QString& text) const {
        for (const auto* label : m_head->findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(text))
                return true;
        return false;
    }

    std::unique_ptr<RunHead> m_head;
    runs::RunHistory m_history;
};

int main(int argc, char** argv) {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QApplication application(argc, argv);
    TestRunHead test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_RunHead.moc"
