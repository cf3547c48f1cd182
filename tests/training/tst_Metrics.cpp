#include "training/Metrics.h"

#include <QTest>

#include <cmath>

using namespace segue;
using namespace segue::training;

class TestMetrics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void countsAndErrorsByHand() {
        music::DrumPattern truth(32);
        music::DrumPattern guess(32);
        truth.at(0, 0) = {true, 1.0F, 0.5F, 0.1F};
        guess.at(0, 0) = {true, 1.0F, 0.75F, -0.1F};
        truth.at(4, 1) = {true, 1.0F, 1.0F, 0.0F};
        guess.at(4, 1) = {true, 1.0F, 0.5F, 0.0F};
        truth.at(8, 2) = {true, 1.0F, 1.0F, 0.0F}; // missed
        guess.at(9, 2) = {true, 1.0F, 1.0F, 0.0F}; // made up
        guess.at(10, 2) = {true, 1.0F, 1.0F, 0.0F};
        guess.at(11, 5).velocity = 0.9F; // no hit: its velocity does not count
        PatternScores scores;
        scores.add(truth, guess, Bpm(100.0));
        QCOMPARE(scores.hits().precision(), 2.0 / 4.0);
        QCOMPARE(scores.hits().recall(), 2.0 / 3.0);
        QCOMPARE(scores.hits().f1(), 4.0 / 7.0);
        QCOMPARE(scores.velocityError(), (0.25 + 0.5) / 2.0);
        // A sixteenth at 100 lasts 150 ms; errors of 0.2 and 0 steps.
        QVERIFY(std::abs(scores.timingErrorMs() - 15.0) < 1e-4);
        QCOMPARE(scores.windows(), 1);
    }

    void silenceThatStaysSilentIsPerfect() {
        PatternScores scores;
        scores.add(music::DrumPattern(32), music::DrumPattern(32), Bpm(120.0));
        QCOMPARE(scores.hits().f1(), 1.0);
        QCOMPARE(scores.velocityError(), 0.0);
        QCOMPARE(scores.timingErrorMs(), 0.0);
    }
};

QTEST_APPLESS_MAIN(TestMetrics)
#include "tst_Metrics.moc"
