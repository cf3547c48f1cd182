#include "core/playback/DrumLoop.h"

#include "core/base/Random.h"
#include "tests/support/RandomModel.h"

#include <QTest>

using namespace segue;
using namespace segue::playback;

class TestDrumLoop : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyHitBecomesANoteWithItsFeel() {
        music::DrumPattern pattern(32);
        pattern.at(0, 0) = {true, 0.9F, 1.0F, -0.25F};
        pattern.at(17, 1) = {true, 0.6F, 0.5F, 0.125F};
        pattern.at(20, 8) = {false, 0.4F, 0.5F, 0.0F}; // what the model would have played is not played
        const LoopPattern loop = drumLoop(pattern, music::rolandDrumMap());
        QCOMPARE(loop.steps, 32);
        QCOMPARE(loop.stepsPerBeat, 4);
        QCOMPARE(loop.noteCount, 2U);
        QCOMPARE(loop.notes[0].start, -0.25F);
        QCOMPARE(int(loop.notes[0].pitch), 36);
        QCOMPARE(int(loop.notes[0].velocity), 127);
        QCOMPARE(int(loop.notes[0].channel), 9);
        QCOMPARE(loop.notes[1].start, 17.125F);
        QCOMPARE(int(loop.notes[1].pitch), 38);
        QCOMPARE(int(loop.notes[1].velocity), 64);
    }

    void aFineGridPlaysAsFast() {
        music::DrumPattern triplets(96, 12);
        triplets.at(92, 2) = {true, 1.0F, 0.5F, 0.25F};
        const LoopPattern loop = drumLoop(triplets, music::rolandDrumMap());
        QCOMPARE(loop.steps, 96);
        QCOMPARE(loop.stepsPerBeat, 12);
        QCOMPARE(loop.notes[0].start, 92.25F);
    }

    void softestHitIsStillANoteOn() {
        music::DrumPattern pattern(16);
        pattern.at(3, 2) = {true, 1.0F, 0.0F, 0.0F};
        pattern.at(4, 2) = {true, 1.0F, 7.0F, 0.0F};
        const LoopPattern loop = drumLoop(pattern, music::generalMidiDrumMap());
        QCOMPARE(int(loop.notes[0].velocity), 1);
        QCOMPARE(int(loop.notes[1].velocity), 127);
    }

    void noteCountIsHitCount() {
        Random random(70);
        for (const double density : {0.0, 0.1, 1.0}) {
            const auto pattern = test::randomPattern(64, density, random);
            QCOMPARE(static_cast<int>(drumLoop(pattern, music::rolandDrumMap()).noteCount), pattern.hits());
        }
    }

    void tooManyHitsLoseTheLastSteps() {
        Random random(71);
        const auto pattern = test::randomPattern(512, 1.0, random);
        const LoopPattern loop = drumLoop(pattern, music::rolandDrumMap());
        QCOMPARE(std::size_t{loop.noteCount}, LoopPattern::kCapacity);
        QVERIFY(std::abs(loop.notes[LoopPattern::kCapacity - 1].start - 341.0F) <= 0.5F);
    }

    void emptyPatternIsAPlayableSilence() {
        const LoopPattern loop = drumLoop({}, music::rolandDrumMap());
        QVERIFY(loop.steps >= 1);
        QCOMPARE(loop.noteCount, 0U);
    }
};

QTEST_APPLESS_MAIN(TestDrumLoop)
#include "tst_DrumLoop.moc"
