#pragma once

#include "core/music/PerformancePattern.h"

#include <cstdint>
#include <span>
#include <vector>

namespace segue::widgets {

/// Steps of one bar that have one chord.
struct ChordSegment {
    int first = 0; ///< step
    int last = 0; ///< the first step after it
    int triadClass = 0; ///< [0, music::kTriadClasses)

    friend bool operator==(const ChordSegment&, const ChordSegment&) = default;
};

/// What a row of chords shows one by one: a segment ends where the chord changes and at every bar, so that each bar can
/// be given a chord of its own. `chords` has a triad class a step. Requires: stepsPerBar > 0.
[[nodiscard]] std::vector<ChordSegment> chordSegments(std::span<const std::uint8_t> chords, int stepsPerBar);

/// The chord of each of a performance's steps, by the instrument that says most about it; none before the first event.
[[nodiscard]] std::vector<std::uint8_t> stepChords(const music::PerformancePattern& performance, int steps);

} // namespace segue::widgets
