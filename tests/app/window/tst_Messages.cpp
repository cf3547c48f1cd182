#include "app/window/Messages.h"

#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

using namespace segue;
using window::Messages;

class TestMessages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void theNewestIsOnTheLineAndAllAreInTheLog() {
        widgets::StatusLine line;
        QPlainTextEdit log;
        Messages messages(line, log);
        messages.inform(QStringLiteral("first"));
        messages.fail(QStringLiteral("second"));
        QCOMPARE(line.message(), QStringLiteral("second"));
        QVERIFY(log.toPlainText().contains(QStringLiteral("first")));
        QVERIFY(log.toPlainText().contains(QStringLiteral("second")));
    }

    void theButtonHelpsOnce() {
        widgets::StatusLine line;
        QPlainTextEdit log;
        Messages messages(line, log);
        int helped = 0;
        messages.show(Messages::Level::Warning, QStringLiteral("lost"), QStringLiteral("Look again"),
                      [&] { ++helped; });
        Q_EMIT line.actionRequested({});
        Q_EMIT line.actionRequested({});
        QCOMPARE(helped, 1);
    }

    void aNewMessageTakesTheHelpOfTheOldOneAway() {
        widgets::StatusLine line;
        QPlainTextEdit log;
        Messages messages(line, log);
        int helped = 0;
        messages.show(Messages::Level::Warning, QStringLiteral("lost"), QStringLiteral("Look again"),
                      [&] { ++helped; });
        messages.inform(QStringLiteral("fine"));
        Q_EMIT line.actionRequested({});
        QCOMPARE(helped, 0);
    }

    void progressIsNotLogged() {
        widgets::StatusLine line;
        QPlainTextEdit log;
        Messages messages(line, log);
        messages.showProgress(QStringLiteral("10 %"), QStringLiteral("Cancel"), [] {});
        QCOMPARE(line.message(), QStringLiteral("10 %"));
        QVERIFY(log.toPlainText().isEmpty());
    }
};

QTEST_MAIN(TestMessages)
#include "tst_Messages.moc"
