#pragma once

#include "core/music/DrumPattern.h"
#include "core/music/MelodyPattern.h"
#include "core/music/PerformancePattern.h"
#include "core/music/TrioPattern.h"

#include <variant>

namespace segue::music {

/// What one model makes, shows and plays: grooves and drums; a melody; melody, bass and drums; several instruments.
using Pattern = std::variant<DrumPattern, MelodyPattern, TrioPattern, PerformancePattern>;

/// Whether there is no pattern yet: no step, or no instrument. Silence has steps.
[[nodiscard]] bool isEmpty(const Pattern& pattern);
/// How many notes begin in it, hits included.
[[nodiscard]] int onsets(const Pattern& pattern);

} // namespace segue::music
