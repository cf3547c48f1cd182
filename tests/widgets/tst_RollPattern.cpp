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
        const RollPattern roll = rollOf(music::MelodyPattern{});
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

    void trioIsItsMelodyAndItsBass() {
        music::TrioPattern trio;
        trio.melody.events = {on(72), {}};
        trio.bass.events = {{}, on(40)};
        const RollPattern roll = rollOf(trio);
        QCOMPARE(roll.parts, QStringList({QStringLiteral("Melody"), QStringLiteral("Bass")}));
        const std::vector<RollNote> expected{note(0, 0, 2, 72), note(1, 1, 1, 40)};
        QVERIFY(roll.notes == expected);
    }

    void performanceHasAPartForEachInstrument() {
        using enum music::PerformanceEvent::Type;
        music::PerformancePattern performance;
        performance.tracks.push_back(
            {73, false, {{Velocity, 8}, {NoteOn, 72}, {Shift, 24}, {NoteOff, 72}, {NoteOn, 74}, {Shift, 72}}, {}});
        performance.tracks.push_back({0, true, {{Shift, 12}, {NoteOn, 36}, {Shift, 6}, {NoteOff, 36}}, {}});
        const RollPattern roll = rollOf(performance, {});
        QCOMPARE(roll.parts, QStringList({QStringLiteral("Flute"), QStringLiteral("Drums")}));
        QCOMPARE(roll.steps, 96);
        QCOMPARE(roll.stepsPerBar(), 96);
        QCOMPARE(roll.notes.size(), std::size_t{3});
        QCOMPARE(roll.notes[0].length, 24);
        QCOMPARE(int{roll.notes[0].velocity->value}, 113); // the lowest of the loudest class
        QCOMPARE(roll.notes[1].part, 1);
        QCOMPARE(roll.notes[1].start, 12);
        QCOMPARE(roll.notes[2].length, 72); // until the end, since nothing ends it
        QCOMPARE(rollOf(music::PerformancePattern{}, {}).steps, 0);
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
