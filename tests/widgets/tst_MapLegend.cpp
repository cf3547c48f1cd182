#include "widgets/MapLegend.h"

#include "tests/widgets/MadeUpData.h"

#include <QTest>

using namespace segue::widgets;

class TestMapLegend : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void entriesFlowWithoutTouching_data() {
        QTest::addColumn<double>("width");
        for (const int width : {200, 420, 620, 1400})
            QTest::addRow("%d", width) << static_cast<double>(width);
    }
    void entriesFlowWithoutTouching() {
        QFETCH(double, width);
        MapLegend legend;
        legend.setNames(madeup::clusters(1, 18).names);
        legend.layOut(QRectF(0, 0, width, 400), QFont());
        QCOMPARE(legend.area().bottom(), 400.0);
        for (int i = 0; i < 18; ++i) {
            QVERIFY(legend.area().contains(legend.entryArea(i)));
            QVERIFY(legend.classAt(legend.entryArea(i).center()) == i);
            QVERIFY(!legend.entryArea(i).intersects(legend.readoutArea()));
            for (int j = 0; j < i; ++j)
                QVERIFY(!legend.entryArea(i).intersects(legend.entryArea(j)));
        }
    }

    void withoutNamesThereIsRoomForTheReadout() {
        MapLegend legend;
        legend.layOut(QRectF(0, 0, 300, 200), QFont());
        QCOMPARE(legend.area().height(), MapLegend::kRowHeight);
        QVERIFY(legend.area().contains(legend.readoutArea()));
        QVERIFY(!legend.classAt({10, 190}));
    }
};

QTEST_MAIN(TestMapLegend)
#include "tst_MapLegend.moc"
