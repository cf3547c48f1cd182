#include "widgets/RunChart.h"

#include "core/base/Random.h"
#include "tests/widgets/WidgetTest.h"

#include <QSignalSpy>

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestRunChart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void decimationKeepsShortCurvesAsTheyAre() {
        QVector<double> x{1, 2, 3};
        QVector<double> y{4, 5, 6};
        decimate(x, y, 600);
        QCOMPARE(x, (QVector<double>{1, 2, 3}));
        QCOMPARE(y, (QVector<double>{4, 5, 6}));
    }

    void decimationKeepsExtremesOrderAndTheLastPoint() {
        constexpr std::uint64_t kSeed = 9;
        Random random(kSeed);
        QVector<double> x;
        QVector<double> y;
        for (int i = 0; i < 100001; ++i) {
            x << i;
            y << random.normal();
        }
        y[31415] = 100;
        y[27182] = -100;
        const double last = y.back();
        decimate(x, y, 600);
        QVERIFY(x.size() <= 600 && x.size() > 300);
        QCOMPARE(x.size(), y.size());
        QVERIFY(std::is_sorted(x.cbegin(), x.cend()));
        QCOMPARE(y[x.indexOf(31415)], 100.0);
        QCOMPARE(y[x.indexOf(27182)], -100.0);
        QCOMPARE(x.back(), 100000.0);
        QCOMPARE(y.back(), last);
    }

    void heldOutValueIsTheOneInFigures() {
        RunChart chart(QStringLiteral("Loss"), 1, 1);
        QCOMPARE(chart.valueText(), QStringLiteral("–"));
        chart.setTraining({{1, 2, 3}, {30, 20, 10.04}});
        QCOMPARE(chart.valueText(), QStringLiteral("10.0"));
        chart.setHeldOut({{3}, {12.34}});
        QCOMPARE(chart.valueText(), QStringLiteral("12.3"));
        chart.clear();
        QCOMPARE(chart.valueText(), QStringLiteral("–"));
    }

    void curveIsDrawnInItsColour() {
        RunChart chart(QStringLiteral("Loss"), 1, 1);
        chart.setPalette(paletteOf(darkTheme()));
        chart.resize(240, 120);
        QCOMPARE(count(seen(chart), darkTheme().classColour(1), 40), 0);
        chart.setTraining({{1, 2, 3, 4}, {30, 20, 25, 10}});
        QTRY_VERIFY(count(seen(chart), darkTheme().classColour(1), 40) > 60);
    }

    void theMouseReadsAStep() {
        RunChart chart(QStringLiteral("Loss"), 1, 1);
        chart.resize(400, 220);
        chart.setTraining({{0, 50, 100}, {30, 20, 10}});
        chart.setHeldOut({{100}, {12}});
        chart.setOthers({{QStringLiteral("older"), {{0, 100}, {40, 25}}, 3}});
        chart.show();
        QSignalSpy read(&chart, &RunChart::readingChanged);
        QTest::mouseMove(&chart, QPoint(398, 120));
        QTRY_COMPARE(chart.readingText(), QStringLiteral("step 100: 10.0, held out 12.0, older 25.0"));
        QVERIFY(!read.isEmpty());
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(&chart, &leave);
        QCOMPARE(chart.readingText(), QString());
        QVERIFY(!read.back().at(0).value<std::optional<double>>());
    }

    void arrowKeysReadStepAfterStep() {
        RunChart chart(QStringLiteral("Loss"), 1, 1);
        chart.setTraining({{1, 2, 3}, {30, 20, 10}});
        QTest::keyClick(&chart, Qt::Key_Left);
        QCOMPARE(chart.readingText(), QStringLiteral("step 2: 20.0"));
        QCOMPARE(chart.accessibleDescription(), chart.readingText());
        for (int i = 0; i < 5; ++i)
            QTest::keyClick(&chart, Qt::Key_Left);
        QCOMPARE(chart.readingText(), QStringLiteral("step 1: 30.0"));
        QTest::keyClick(&chart, Qt::Key_Right);
        QCOMPARE(chart.readingText(), QStringLiteral("step 2: 20.0"));
    }

    void aReadingStaysWhileTheRunGoesOn() {
        RunChart chart(QStringLiteral("Loss"), 1, 1);
        chart.setTraining({{1, 2, 3}, {30, 20, 10}});
        chart.setReading(2);
        chart.setTraining({{1, 2, 3, 4}, {30, 20, 10, 5}});
        QCOMPARE(chart.readingText(), QStringLiteral("step 2: 20.0"));
    }

    void aSmallRateKeepsItsDigits() {
        RunChart chart(QStringLiteral("Learning rate"), 7, -2);
        chart.setTraining({{1}, {0.00193}});
        QCOMPARE(chart.valueText(), QStringLiteral("0.0019"));
    }

    void anotherRunIsDrawnInItsColour() {
        RunChart chart(QStringLiteral("Loss"), 1, 1);
        chart.setPalette(paletteOf(darkTheme()));
        chart.resize(240, 120);
        chart.setTraining({{1, 2, 3, 4}, {30, 20, 25, 10}});
        chart.setOthers({{QStringLiteral("older"), {{1, 2, 3, 4}, {10, 12, 18, 30}}, 3}});
        QTRY_VERIFY(count(seen(chart), darkTheme().classColour(3), 40) > 30);
        chart.setOthers({});
        QTRY_COMPARE(count(seen(chart), darkTheme().classColour(3), 40), 0);
    }

    void oneEqualOrNoPointIsFine() {
        RunChart chart(QStringLiteral("Loss"), 1, 1);
        chart.resize(240, 120);
        chart.setTraining({{5}, {1}});
        (void)seen(chart);
        chart.setTraining({{5, 6}, {1, 1}});
        (void)seen(chart);
        QCOMPARE(chart.valueText(), QStringLiteral("1.0"));
    }
};

int main(int argc, char** argv) {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QApplication application(argc, argv);
    TestRunChart test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_RunChart.moc"
