#pragma once

#include "core/music/NoteSequence.h"

#include <span>

namespace segue::music {

/// How far the onsets of a piece lie off its written grid as a whole: some recordings begin their first bar anywhere,
/// so that every note is late by the same fraction of a step.
struct GridPhase {
    double steps = 0; ///< what the onsets have in common; positive is late; less than half a step, or half a sixteenth
    double coherence = 0; ///< length of the mean resultant vector of the onsets, [0, 1]; 1 if all agree
    bool removed = false; ///< the grid is moved by `steps`

    /// To subtract from every onset, in steps.
    [[nodiscard]] double shift() const { return removed ? steps : 0.0; }

    friend bool operator==(const GridPhase&, const GridPhase&) = default;
};

/// The phase of onsets, in beats, against a grid; `removed` says whether it should be. Linear time.
/// Requires: finite onsets, stepsPerBeat > 0.
///
/// `steps` is the circular median: the distance from the grid that has as many onsets before as after it, seen from
/// the circular mean. Ornaments and triplets bend a mean, not a median.
///
/// On a grid finer than sixteenths the phase is that against sixteenths if it can be removed, or else against the grid
/// itself: what lies on a coarse grid is not put on the wrong line of a fine one.
///
/// Feel is not removed. A phase counts as an error of the recording only if a machine made it: at least 8 onsets, the
/// coherence 0.8 or more, three quarters of the onsets within 0.005 beats (2.5 ms at 120) of the phase, and the phase
/// itself more than that. A drummer errs by five times that from note to note, and swung off-beats are
/// never three quarters of the notes.
[[nodiscard]] GridPhase gridPhase(std::span<const double> onsets, int stepsPerBeat);
/// The same for all notes of a piece that sound, as the grid is theirs together: what only one instrument does is feel.
[[nodiscard]] GridPhase gridPhase(const NoteSequence& sequence, int stepsPerBeat);

} // namespace segue::music
