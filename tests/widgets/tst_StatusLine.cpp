#include "widgets/StatusLine.h"

#include "tests/widgets/WidgetTest.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTimer>

using namespace segue::widgets;

class TestStatusLine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void informationGoesByItselfAndFailuresStay() {
        StatusLine line;
        auto* timer = line.findChild<QTimer*>();
        line.show(StatusLine::Level::Failure, QStringLiteral("No MIDI port"));
        QVERIFY(!timer->isActive());
        line.show(StatusLine::Level::Information, QStringLiteral("Exported"));
        QVERIFY(timer->isActive());
        timer->setInterval(0);
        timer->start();
        QTRY_COMPARE(line.message(), QString());
    }

    void actionComesBackWithItsId() {
        StatusLine line;
        QSignalSpy action(&line, &StatusLine::actionRequested);
        line.show(StatusLine::Level::Warning, QStringLiteral("The port is gone"), QStringLiteral("Look again"),
                  QStringLiteral("ports"));
        buttonNamed(line, QStringLiteral("Look again"))->click();
        QCOMPARE(action.at(0).at(0).toString(), QStringLiteral("ports"));
        QCOMPARE(line.message(), QStringLiteral("The port is gone"));
    }

    void warningsCanBeDismissed() {
        StatusLine line;
        QSignalSpy dismissed(&line, &StatusLine::dismissed);
        line.show(StatusLine::Level::Warning, QStringLiteral("The port is gone"));
        for (auto* candidate : line.findChildren<QPushButton*>())
            if (candidate->accessibleName() == QStringLiteral("Dismiss"))
                candidate->click();
        QCOMPARE(dismissed.count(), 1);
        QCOMPARE(line.message(), QString());
    }

private:
    static QPushButton* buttonNamed(const QWidget& parent, const QString& text) {
        for (auto* candidate : parent.findChildren<QPushButton*>())
            if (candidate->text() == text)
                return candidate;
        return nullptr;
    }
};

QTEST_MAIN(TestStatusLine)
#include "tst_StatusLine.moc"
