#include "training/RunClock.h"

#include <QTest>

#include <cmath>

using namespace segue;
using namespace segue::training;

class TestRunClock : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void timerOfNoLengthIsNeverDue() {
        QVERIFY(!Timer(0.0).isDue());
        QVERIFY(Timer(1e-9).elapsed() >= 0.0);
    }

    void timerBecomesDueAndStartsOver() {
        Timer timer(1e-6);
        QTRY_VERIFY(timer.isDue());
        timer.setSeconds(3600.0);
        QVERIFY(!timer.isDue());
    }

    void intervalAveragesItsSteps() {
        ReportInterval interval;
        QVERIFY(interval.isEmpty());
        QCOMPARE(interval.stepsPerSecond(), 0.0);
        interval.add(10.0, 8.0, std::log(2.0), 1.0, {4, 3, HitCounts{3, 1, 0}});
        interval.add(20.0, 12.0, 3.0 * std::log(2.0), 3.0, {4, 1, HitCounts{1, 0, 1}});
        interval.addSeconds(0.5);
        runs::TrainingReport report;
        interval.fill(report);
        QCOMPARE(report.loss, 15.0);
        QCOMPARE(report.reconstruction, 10.0);
        QVERIFY(std::abs(report.klBits - 2.0) < 1e-12);
        QCOMPARE(report.gradientNorm, 2.0);
        QCOMPARE(report.hitAccuracy, 0.8); // 2 * 4 / (2 * 4 + 1 + 1)
        QCOMPARE(report.accuracy, 0.5);
        QCOMPARE(interval.stepsPerSecond(), 4.0);
    }

    void whatMakesMoreThanDrumsHasNoHits() {
        ReportInterval interval;
        interval.add(10.0, 8.0, 1.0, 1.0, {4, 3, {}});
        runs::TrainingReport report;
        interval.fill(report);
        QCOMPARE(report.accuracy, 0.75);
        QVERIFY(std::isnan(report.hitAccuracy));
    }
};

QTEST_APPLESS_MAIN(TestRunClock)
#include "tst_RunClock.moc"
