#include "widgets/RollPattern.h"

#include <QTest>

using namespace segue;
using namespace segue::widgets;
using music::MelodyEvent;

namespace {

MelodyEvent on(int pitch) {
    return MelodyEvent::on(MidiPitch(static_cast<std::uint8_t>(pitch)));
}

RollNote note(int part, int start, int length, int pitch) {
    return {part, start, length, MidiPitch(static_cast<std::uint8_t>(pitch))};
}

} // namespace

class TestRollPattern : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void noteLastsUntilTheNextOneOrItsEndOrTheEndOfAll() {
        music::MelodyPattern melody;
        melody.events = {{}, on(60), {}, on(62), MelodyEvent::off(), {}, on(62), on(62), {}};
        const RollPattern roll = rollOf(melody);
        QCOMPARE(roll.steps, 9);
        QCOMPARE(roll.parts.size(), 1);
        const std::vector<RollNote> expected{note(0, 1, 2, 60), note(0, 3, 1, 62), note(0, 6, 1, 62),
                                             note(0, 7, 2, 62)};
        QVERIFY(roll.notes == expected);
        QVERIFY(!roll.notes.front().velocity);
    }

    void emptyMelodyIsAnEmptyRoll() {
        const RollPattern roll = rollOf({});
        QCOMPARE(roll.steps, 0);
        QVERIFY(roll.notes.empty());
    }

    void partsAreSideBySideInOrderOfTime() {
        music::MelodyPattern first;
        first.stepsPerBeat = 12;
        first.events = {on(72), {}, on(74)};
        music::MelodyPattern second;
        second.stepsPerBeat = 12;
        second.events = {on(40), on(41), {}};
        RollPattern roll;
        addPart(roll, QStringLiteral("Melody"), first);
        addPart(roll, QStringLiteral("Bass"), second);
        QCOMPARE(roll.parts, QStringList({QStringLiteral("Melody"), QStringLiteral("Bass")}));
        QCOMPARE(roll.stepsPerBar(), 48);
        const std::vector<RollNote> expected{note(0, 0, 2, 72), note(1, 0, 1, 40), note(1, 1, 2, 41),
                                             note(0, 2, 1, 74)};
        QVERIFY(roll.notes == expected);
    }

    void heatKnowsWhereItEnds() {
        const RollHeat heat{0, 60, 2, {0.1F, 0.2F, 0.3F, 0.4F}};
        QCOMPARE(heat.at(0, 60), 0.1F);
        QCOMPARE(heat.at(1, 61), 0.4F);
        QCOMPARE(heat.at(0, 59), 0.0F);
        QCOMPARE(heat.at(0, 62), 0.0F);
        QCOMPARE(heat.at(2, 60), 0.0F);
        QCOMPARE(heat.at(-1, 60), 0.0F);
    }

    void middleCIsC4() {
        QCOMPARE(pitchName(60), QStringLiteral("C4"));
        QCOMPARE(pitchName(69), QStringLiteral("A4"));
        QCOMPARE(pitchName(0), QStringLiteral("C-1"));
        QCOMPARE(pitchName(127), QStringLiteral("G9"));
        QCOMPARE(pitchName(51), QStringLiteral("Eb3"));
    }

    void fiveKeysOfAnOctaveAreBlack() {
        QString octave;
        for (int pitch = 60; pitch < 72; ++pitch)
            octave += isBlackKey(pitch) ? u'#' : u'_';
        QCOMPARE(octave, QStringLiteral("_#_#__#_#_#_"));
    }
};

QTEST_APPLESS_MAIN(TestRollPattern)
#include "tst_RollPattern.moc"
