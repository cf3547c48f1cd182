#pragma once

#include "core/base/Quantity.h"
#include "core/playback/LoopPattern.h"
#include "tests/support/MidiListener.h"

#include <QList>
#include <QString>

#include <chrono>
#include <map>

namespace segue::test {

/// When in its loop a note begins, and what it is.
struct LoopHit {
    double phase = 0; ///< in seconds, [0, period)
    int pitch = 0;
    int velocity = 0;
};

/// What a loop should sound like at `tempo`.
struct ExpectedLoop {
    double period = 0; ///< in seconds
    QList<LoopHit> hits;
};
[[nodiscard]] ExpectedLoop expectedLoop(const playback::LoopPattern& pattern, Bpm tempo);

/// Empty if the note-ons of `heard` are the loop, over and over, wherever it began: every one of them belongs to it, to
/// within `tolerance`, none comes twice in a period, and in every whole period all of it comes. Else the difference.
/// `heard` must last for more than one period.
[[nodiscard]] QString differenceFromLoop(const QList<MidiListener::Heard>& heard, const ExpectedLoop& expected,
                                         std::chrono::duration<double> tolerance);

/// How often each pitch was begun with each velocity.
using HitCounts = std::map<std::pair<int, int>, int>;
[[nodiscard]] HitCounts hitCounts(const QList<MidiListener::Heard>& heard);
/// Hits of one that the other does not have.
[[nodiscard]] int difference(const HitCounts& a, const HitCounts& b);

/// Notes that were begun and have not been ended since.
[[nodiscard]] int hangingNotes(const QList<MidiListener::Heard>& heard);

[[nodiscard]] bool isNoteOn(const QByteArray& message);
[[nodiscard]] bool isNoteOff(const QByteArray& message);

} // namespace segue::test
