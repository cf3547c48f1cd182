#pragma once

#include "core/music/DrumMap.h"
#include "core/music/DrumPattern.h"
#include "core/playback/LoopPattern.h"

namespace segue::playback {

/// What the scheduler plays of a drum pattern: every hit on the first pitch of its class in `map`, with its velocity
/// (1 at the least: 0 would be a note-off) and its distance from the grid, one step long, on the drum channel. Hits
/// beyond LoopPattern::kCapacity are left out, the last steps first.
[[nodiscard]] LoopPattern drumLoop(const music::DrumPattern& pattern, const music::DrumMap& map);

} // namespace segue::playback
