#pragma once

#include "widgets/PianoRollGeometry.h"
#include "widgets/RollPattern.h"

#include <QString>

#include <optional>
#include <span>

namespace segue::widgets {

/// A piano roll in words and steps, for who points at it or walks through it with the keyboard.

/// The note that sounds there; of several, the one that began last. Null: none.
[[nodiscard]] const RollNote* noteAt(const RollPattern& pattern, RollPlace place);

/// Where the next note begins, in order of time and then of pitch; the first one if there is no place to go from.
/// Backwards if `direction` is negative. Nothing: there is no further one.
[[nodiscard]] std::optional<RollPlace> placeOfNextNote(const RollPattern& pattern, std::optional<RollPlace> from,
                                                       int direction);

/// "Bass E2, step 5 of 32: 3 steps long, velocity 96"; where none sounds, the place and how likely a note begins there.
/// Empty beyond the pattern.
[[nodiscard]] QString readoutOf(const RollPattern& pattern, std::span<const RollHeat> heat, RollPlace place);

} // namespace segue::widgets
