#include "widgets/RollReadout.h"

#include <QTest>

using namespace segue;
using namespace segue::widgets;

namespace {

RollNote note(int start, int length, int pitch, int part = 0) {
    return {part, start, length, MidiPitch(static_cast<std::uint8_t>(pitch))};
}

} // namespace

class TestRollReadout : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void ofTwoNotesOnOnePitchTheLaterIsPointedAt() {
        const RollPattern pattern{32, 4, {}, {note(0, 8, 60, 0), note(2, 2, 60, 1)}};
        QCOMPARE(noteAt(pattern, {1, 60}), &pattern.notes[0]);
        QCOMPARE(noteAt(pattern, {3, 60}), &pattern.notes[1]);
        QCOMPARE(noteAt(pattern, {5, 60}), &pattern.notes[0]);
        QVERIFY(!noteAt(pattern, {8, 60}));
        QVERIFY(!noteAt(pattern, {1, 61}));
    }

    void notesAreWalkedThroughByTimeAndPitchBothWays() {
        const RollPattern pattern{32, 4, {}, {note(0, 8, 64), note(0, 8, 60), note(4, 1, 60, 0), note(4, 1, 60, 1)}};
        std::vector<std::pair<int, int>> places;
        std::optional<RollPlace> place;
        while ((place = placeOfNextNote(pattern, place, 1)))
            places.emplace_back(place->step, place->pitch);
        const std::vector<std::pair<int, int>> expected{{0, 60}, {0, 64}, {4, 60}};
        QCOMPARE(places, expected);
        QVERIFY(placeOfNextNote(pattern, RollPlace{4, 60}, -1) == (RollPlace{0, 64}));
        QVERIFY(placeOfNextNote(pattern, RollPlace{2, 0}, 1) == (RollPlace{4, 60}));
        QVERIFY(!placeOfNextNote(pattern, RollPlace{0, 60}, -1));
        QVERIFY(!placeOfNextNote({}, std::nullopt, 1));
    }

    void readoutNamesPartPitchLengthAndVelocity() {
        RollPattern pattern{
            32, 4, {QStringLiteral("Melody"), QStringLiteral("Bass")}, {note(4, 3, 72), note(8, 1, 40, 1)}};
        pattern.notes[1].velocity = Velocity(96);
        QCOMPARE(readoutOf(pattern, {}, {5, 72}), QStringLiteral("Melody C5, step 5 of 32: 3 steps long"));
        QCOMPARE(readoutOf(pattern, {}, {8, 40}), QStringLiteral("Bass E2, step 9 of 32: 1 step long, velocity 96"));
        pattern.parts = {QString(), QString()};
        QCOMPARE(readoutOf(pattern, {}, {5, 72}), QStringLiteral("C5, step 5 of 32: 3 steps long"));
    }

    void readoutOfSilenceSaysHowLikelyANoteIs() {
        const RollPattern pattern{32, 4, {}, {}};
        RollHeat heat{0, 60, 13, std::vector<float>(std::size_t{32} * 13, 0.0F)};
        heat.probabilities[std::size_t{9} * 13 + 2] = 0.42F;
        const std::vector<RollHeat> heats{heat};
        QCOMPARE(readoutOf(pattern, heats, {9, 62}), QStringLiteral("D4, step 10 of 32: silent, 42 % likely"));
        QCOMPARE(readoutOf(pattern, heats, {9, 63}), QStringLiteral("Eb4, step 10 of 32"));
        QCOMPARE(readoutOf(pattern, heats, {32, 62}), QString());
    }
};

QTEST_APPLESS_MAIN(TestRollReadout)
#include "tst_RollReadout.moc"
