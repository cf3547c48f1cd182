#include "widgets/EmptyState.h"

#include "tests/widgets/WidgetTest.h"

#include <QPushButton>
#include <QSignalSpy>

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestEmptyState : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void buttonAppearsWithItsTextAndAsks() {
        EmptyState state(QStringLiteral("Drop a MIDI file here, or choose an example"));
        auto* button = state.findChild<QPushButton*>();
        QVERIFY(button->isHidden());
        state.setAction(QStringLiteral("Choose"));
        QVERIFY(!button->isHidden());
        QSignalSpy asked(&state, &EmptyState::actionRequested);
        button->click();
        QCOMPARE(asked.count(), 1);
    }
};

QTEST_MAIN(TestEmptyState)
#include "tst_EmptyState.moc"
