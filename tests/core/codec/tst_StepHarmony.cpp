#include "core/codec/StepHarmony.h"

#include "core/music/ChordInference.h"
#include "tests/core/codec/PitchedMusic.h"

#include <QTest>

using namespace segue;
using namespace segue::codec;
using namespace segue::test;
using Values = std::vector<std::uint8_t>;

namespace {

music::QuantizedSequence grid(std::vector<music::QuantizedChord> chords, std::vector<music::QuantizedKey> keys = {}) {
    return {.notes = {}, .meters = {{}}, .chords = std::move(chords), .keys = std::move(keys), .steps = 16};
}

} // namespace

class TestStepHarmony : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void chordsHoldUntilTheNext() {
        const StepHarmony harmony(grid({{2, "C"}, {4, "Am7"}, {15, "G"}, {16, "F"}}));
        QVERIFY((harmony.chords(0, 6) == Values{0, 0, 1, 1, 22, 22}));
        QVERIFY((harmony.chords(14, 4) == Values{22, 8, 8, 8})); // what begins with the end never holds
        QVERIFY(!harmony.isAmbiguous());
    }

    void chordsWithoutAClassAreFoundOnlyWhereTheyHold() {
        const StepHarmony harmony(grid({{0, "C"}, {4, "Csus4"}, {8, "what?"}, {8, "G"}}));
        QVERIFY(!harmony.hasOtherChords(0, 4));
        QVERIFY(harmony.hasOtherChords(0, 5));
        QVERIFY(harmony.hasOtherChords(7, 1));
        QVERIFY(!harmony.hasOtherChords(8, 4));
        QVERIFY(harmony.isAmbiguous());
        QVERIFY((harmony.chords(3, 2) == Values{1, 0}));
    }

    void oneChordTwiceOnAStepIsNotAmbiguous() { QVERIFY(!StepHarmony(grid({{4, "C"}, {4, "C"}})).isAmbiguous()); }

    void firstKeyHoldsFromTheBeginning() {
        const StepHarmony harmony(grid({}, {{3, 7, false}, {5, 2, true}}));
        QVERIFY((harmony.tonics(2, 4) == Values{7, 7, 7, 2}));
        QVERIFY((StepHarmony(grid({})).tonics(0, 1) == Values{0}));
    }

    void onlyWhatIsMissingIsInferred() {
        music::NoteSequence music;
        for (const int pitch : {60, 64, 67})
            music.notes.push_back(pitched(pitch, 0, 16));
        music.chords = {{Seconds(0), "F"}};
        QVERIFY(inferMissingHarmony(music, true, true, music::kMostInferredChords));
        QCOMPARE(music.chords.at(0).figure, "F");
        QCOMPARE(music.keySignatures.size(), 1U);
        music.chords.clear();
        QVERIFY(inferMissingHarmony(music, true, false, music::kMostInferredChords));
        QCOMPARE(music.chords.at(0).figure, "C");
        music::NoteSequence silence;
        QVERIFY(!inferMissingHarmony(silence, true, false, music::kMostInferredChords));
        QVERIFY(inferMissingHarmony(silence, false, false, music::kMostInferredChords));
    }
};

QTEST_APPLESS_MAIN(TestStepHarmony)
#include "tst_StepHarmony.moc"
