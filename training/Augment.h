#pragma once

#include "training/Dataset.h"
#include "training/Hyperparameters.h"

namespace segue::training {

/// A window of `data` with the changes of `how`, drawn from `random`. All chances 0 and all ranges 0 give the window
/// as it is. Hits keep velocities of at least 1/127 and microtiming within half a step; a groove never becomes silent.
[[nodiscard]] music::Pattern augmentedPattern(const Dataset& data, int window, const Augmentation& how, Random& random);

// The single changes of a groove, in the order they are made. Windows are those of songs that are kept whole.

/// The window's start moved by an even number of steps, under a bar, where the song has room for it; else unmoved.
[[nodiscard]] music::DrumPattern shiftedPattern(const Dataset& data, int window, Random& random);
/// The second half of `pattern` replaced by that of `other`. Requires: equal steps.
void swapSecondHalf(music::DrumPattern& pattern, const music::DrumPattern& other);
/// One of the drums that play falls silent, unless it is the only one.
void dropDrum(music::DrumPattern& pattern, Random& random);
/// Every note falls silent with probability `share`, but never all.
void dropNotes(music::DrumPattern& pattern, double share, Random& random);
void scaleVelocities(music::DrumPattern& pattern, float factor);
/// In the codec's unit, half steps.
void shiftOffsets(music::DrumPattern& pattern, float amount);

} // namespace segue::training
