#include "widgets/DragOutButton.h"

#include "tests/widgets/WidgetTest.h"

#include "tests/widgets/MadeUpData.h"

#include <QSignalSpy>

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestDragOutButton : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void clickExportsAndDragAsksForTheFile() {
        DragOutButton button;
        button.setPattern(madeup::groove());
        int asked = 0;
        button.setMidiFileSupplier([&asked] {
            ++asked;
            return QString();
        });
        QSignalSpy clicked(&button, &DragOutButton::clicked);
        QTest::mouseClick(&button, Qt::LeftButton);
        QCOMPARE(clicked.count(), 1);
        QCOMPARE(asked, 0);
        drag(button, {5, 5}, {80, 60});
        QCOMPARE(asked, 1);
        QCOMPARE(clicked.count(), 1);
    }
};

QTEST_MAIN(TestDragOutButton)
#include "tst_DragOutButton.moc"
