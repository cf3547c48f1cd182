#include "widgets/RunChart.h"

#include "core/base/Random.h"
#include "tests/widgets/WidgetTest.h"

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestRunChart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

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
        chart.setTraining({1, 2, 3}, {30, 20, 10.04});
        QCOMPARE(chart.valueText(), QStringLiteral("10.0"));
        chart.setHeldOut({3}, {12.34});
        QCOMPARE(chart.valueText(), QStringLiteral("12.3"));
        chart.clear();
        QCOMPARE(chart.valueText(), QStringLiteral("–"));
    }

    void curveIsDrawnInItsColour() {
        RunChart chart(QStringLiteral("Loss"), 1, 1);
        chart.setPalette(paletteOf(darkTheme()));
        chart.resize(240, 120);
        QCOMPARE(count(seen(chart), darkTheme().classColour(1), 40), 0);
        chart.setTraining({1, 2, 3, 4}, {30, 20, 25, 10});
        QTRY_VERIFY(count(seen(chart), darkTheme().classColour(1), 40) > 60);
    }

    void oneEqualOrNoPointIsFine() {
        RunChart chart(QStringLiteral("Loss"), 1, 1);
        chart.resize(240, 120);
        chart.setTraining({5}, {1});
        (void)seen(chart);
        chart.setTraining({5, 6}, {1, 1});
        (void)seen(chart);
        QCOMPARE(chart.valueText(), QStringLiteral("1.0"));
    }
};

QTEST_MAIN(TestRunChart)
#include "tst_RunChart.moc"
