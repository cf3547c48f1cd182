#include "core/music/DrumPattern.h"

#include <QTest>

using namespace segue::music;

class TestDrumPattern : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyCellIsItsOwn() {
        DrumPattern pattern(32);
        QCOMPARE(pattern.steps(), 32);
        int number = 0;
        for (int step = 0; step < pattern.steps(); ++step)
            for (int drum = 0; drum < kDrumClasses; ++drum)
                pattern.at(step, drum).velocity = static_cast<float>(++number);
        number = 0;
        for (int step = 0; step < pattern.steps(); ++step)
            for (int drum = 0; drum < kDrumClasses; ++drum)
                QCOMPARE(pattern.at(step, drum).velocity, static_cast<float>(++number));
    }

    void onlyHitsAreCounted() {
        DrumPattern pattern(16);
        pattern.at(0, 0).hit = true;
        pattern.at(15, 8).hit = true;
        pattern.at(3, 3).velocity = 1.0F;
        QCOMPARE(pattern.hits(), 2);
    }

    void nothingIsEmpty() {
        QVERIFY(DrumPattern().isEmpty());
        QCOMPARE(DrumPattern().steps(), 0);
        QVERIFY(!DrumPattern(1).isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestDrumPattern)
#include "tst_DrumPattern.moc"
