#include "widgets/LearningMap.h"

#include "tests/widgets/MadeUpData.h"
#include "tests/widgets/WidgetTest.h"

using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestLearningMap : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void dotsAreDrawnInTheColoursOfTheirStyles_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("dark") << true;
        QTest::newRow("light") << false;
    }
    void dotsAreDrawnInTheColoursOfTheirStyles() {
        QFETCH(bool, dark);
        const Theme& theme = dark ? darkTheme() : lightTheme();
        LearningMap map;
        map.setPalette(paletteOf(theme));
        map.resize(400, 300);
        (void)seen(map); // the empty one is words
        const auto made = madeup::clusters(300, 3);
        map.setDots(made.points, made.classes, made.names);
        const QImage picture = seen(map);
        for (int style = 0; style < 3; ++style)
            QVERIFY(count(picture, theme.classColour(style), 40) > 20);
        QVERIFY(map.accessibleDescription().contains(QStringLiteral("300")));
    }

    void aLowDockHasRoomForDotsAlone() {
        LearningMap map;
        map.setPalette(paletteOf(darkTheme()));
        map.resize(300, 100);
        const auto made = madeup::clusters(300, 8);
        map.setDots(made.points, made.classes, made.names);
        QVERIFY(count(seen(map), darkTheme().classColour(1), 40) > 10);
    }
};

int main(int argc, char** argv) {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QApplication application(argc, argv);
    TestLearningMap test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_LearningMap.moc"
