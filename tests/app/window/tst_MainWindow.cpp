#include "app/window/MainWindow.h"

#include "tests/widgets/WidgetTest.h"

#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>

using namespace segue;
using window::MainWindow;

class TestMainWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void theMapIsTheLargestThing() {
        MainWindow window;
        window.show();
        const auto area = [](const QWidget& widget) { return widget.width() * widget.height(); };
        QVERIFY(area(window.map()) > area(window.pattern()));
        QVERIFY(area(window.map()) > area(window.morph()));
        QVERIFY(area(window.map()) > area(window.training()));
    }

    void everythingFitsASmallScreen() {
        MainWindow window;
        QVERIFY(window.minimumSizeHint().width() <= 1280);
        QVERIFY(window.minimumSizeHint().height() <= 720);
    }

    void theDockHidesAndShows() {
        MainWindow window;
        window.show();
        QVERIFY(window.training().isVisible());
        QVERIFY(!window.messages().isVisible());
        window.training().showPage(static_cast<int>(widgets::TrainingPanel::Page::Runs) + 1);
        QVERIFY(window.messages().isVisible());
        window.showDock(false);
        QVERIFY(!window.training().isVisible());
    }

    void theDockIsTornOffAndGoesBackWhenItsWindowCloses() {
        MainWindow window;
        window.show();
        Q_EMIT window.training().tearOffRequested();
        QWidget* own = window.training().window();
        QVERIFY(own != &window);
        QVERIFY(own->isVisible());
        own->close();
        QCOMPARE(window.training().window(), &window);
        QVERIFY(window.training().isVisible());
    }

    void theMusicTakesThePlaceOfThePatternAndOfNothingElse() {
        MainWindow window;
        window.show();
        QVERIFY(!window.music().isVisible());
        const QRect map = window.map().geometry();
        window.showMusic(true);
        QVERIFY(window.music().isVisible());
        QVERIFY(!window.pattern().isVisible());
        QVERIFY(window.morph().isVisible());
        QCOMPARE(window.map().geometry(), map);
        window.showMusic(false);
        QVERIFY(window.pattern().isVisible());
    }

    void whatNoOneElseTakesIsDroppedOnTheWindow() {
        MainWindow window;
        QSignalSpy dropped(&window, &MainWindow::filesDropped);
        QVERIFY(widgets::testing::dropFile(window, {5, 5}, QStringLiteral("/tmp/music")));
        QCOMPARE(dropped.at(0).at(0).toStringList(), QStringList{QStringLiteral("/tmp/music")});
    }

    void theGuardKeepsTheWindowOpen() {
        MainWindow window;
        window.show();
        QSignalSpy closed(&window, &MainWindow::closed);
        window.setCloseGuard([] { return false; });
        QVERIFY(!window.close());
        QCOMPARE(closed.size(), 0);
        window.setCloseGuard({});
        QVERIFY(window.close());
        QCOMPARE(closed.size(), 1);
    }

    void everyControlHasANameForThoseWhoDoNotSee() {
        MainWindow window;
        for (const QWidget* widget : std::initializer_list<const QWidget*>{
                 &window.transport(), &window.map(), &window.pattern(), &window.training(), &window.dragOut()})
            QVERIFY(!widget->accessibleName().isEmpty());
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_MainWindow.moc"
