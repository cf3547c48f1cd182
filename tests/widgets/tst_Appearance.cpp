#include "widgets/Appearance.h"

#include "tests/widgets/WidgetTest.h"

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestAppearance : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void choiceDressesTheApplication() {
        Appearance appearance(*qApp);
        appearance.setChoice(AppearanceChoice::Dark);
        QWidget widget;
        QVERIFY(themeOf(widget).isDark);
        QVERIFY(qApp->styleSheet().contains(darkTheme().accent.name()));
        appearance.setChoice(AppearanceChoice::Light);
        QTRY_VERIFY(!themeOf(widget).isDark);
        QVERIFY(qApp->styleSheet().contains(lightTheme().accent.name()));
        qputenv("XDG_CURRENT_DESKTOP", "Test");
        appearance.setChoice(AppearanceChoice::System); // offscreen: light
        QTRY_VERIFY(!themeOf(widget).isDark);
    }

    void displayWithoutDesktopIsDark() {
        qunsetenv("XDG_CURRENT_DESKTOP");
        qunsetenv("DESKTOP_SESSION");
        Appearance appearance(*qApp);
        appearance.setChoice(AppearanceChoice::System);
        QWidget widget;
        QTRY_VERIFY(themeOf(widget).isDark);
    }
};

QTEST_MAIN(TestAppearance)
#include "tst_Appearance.moc"
