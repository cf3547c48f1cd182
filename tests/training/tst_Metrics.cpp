#include "training/Metrics.h"

#include <QTest>

#include <array>
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
    }

    void silenceThatStaysSilentIsPerfect() {
        PatternScores scores;
        scores.add(music::DrumPattern(32), music::DrumPattern(32), Bpm(120.0));
        QCOMPARE(scores.hits().f1(), 1.0);
        QCOMPARE(scores.velocityError(), 0.0);
        QCOMPARE(scores.timingErrorMs(), 0.0);
    }

    void partsAreCountedEachForItself() {
        auto architecture = architecture::namedConfiguration("flat-trio_16bar").value();
        DecisionScores scores(decisionParts(architecture));
        scores.add(std::array<Decision, 3>{5, 0, 0b011}, std::array<Decision, 3>{5, 1, 0b001});
        scores.add(std::array<Decision, 3>{5, 0, 0b100}, std::array<Decision, 3>{6, 0, 0b101});
        scores.add(std::array<Decision, 3>{7, 0, 0b000}, std::array<Decision, 3>{7, kUndecided, 0b000});
        const auto measures = scores.measures();
        QCOMPARE(measures.at("melody_accuracy"), 2.0 / 3.0);
        QCOMPARE(measures.at("melody_mean_per_class_accuracy"), (0.5 + 1.0) / 2.0); // 5 once of two, 7 once of one
        QCOMPARE(measures.at("bass_accuracy"), 1.0 / 3.0);
        QCOMPARE(measures.at("drums_accuracy"), 1.0 / 3.0);
        QCOMPARE(measures.at("drums_hit_precision"), 2.0 / 3.0);
        QCOMPARE(measures.at("drums_hit_recall"), 2.0 / 3.0);
        QCOMPARE(measures.at("accuracy"), 4.0 / 9.0);
        QVERIFY(!scores.agreement().hits); // a trio is not judged by its drums alone
    }

    void drumsAreJudgedByTheirHits() {
        for (const char* const name : {"cat-drums_2bar_small", "nade-drums_2bar_full", "groovae_2bar"}) {
            DecisionScores scores(decisionParts(architecture::namedConfiguration(name).value()));
            scores.add(std::array<Decision, 1>{0b110}, std::array<Decision, 1>{0b101});
            const auto agreement = scores.agreement();
            QVERIFY(agreement.hits);
            QCOMPARE(agreement.hits->f1(), 0.5);
            QCOMPARE(agreement.accuracy(), 0.0);
        }
    }

    void agreementsAdd() {
        Agreement all;
        all += {10, 5, {}};
        QVERIFY(!all.hits);
        all += {10, 10, HitCounts{3, 1, 0}};
        all += {0, 0, HitCounts{1, 0, 1}};
        QCOMPARE(all.accuracy(), 0.75);
        QCOMPARE(all.hits->f1(), 0.8);
    }
};

QTEST_APPLESS_MAIN(TestMetrics)
#include "tst_Metrics.moc"
