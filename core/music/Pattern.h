#pragma once

#include "core/music/DrumPattern.h"
#include "core/music/MelodyPattern.h"
#include "core/music/PerformancePattern.h"
#include "core/music/TrioPattern.h"

#include <variant>

namespace segue::music {

/// What one model makes, shows and plays: grooves and drums; a melody; melody, bass and drums; several instruments.
using Pattern = std::variant<DrumPattern, MelodyPattern, TrioPattern, PerformancePattern>;

} // namespace segue::music
