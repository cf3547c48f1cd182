#pragma once

#include "core/music/Pattern.h"

#include <nlohmann/json_fwd.hpp>

namespace segue::session {

/// A pattern of any kind as a saved session keeps it; what only a model would have played where nothing is hit is left
/// out. An empty pattern is null.
///
///     {"steps": 32, "steps_per_beat": 4, "drums": 9,
///      "hits": [[step, drum, velocity, microtiming, probability], ...]}       drums; 9 where it is missing
///     {"kind": "melody", "steps_per_beat": 4, "events": [60, -2, -1, ...],    a pitch, -2 holds, -1 ends
///      "chords": [0, ...], "tonics": [0, ...]}
///     {"kind": "trio", "melody": a melody, "bass": a melody, "hits": [5, 0, ...]}      bit d: drum d
///     {"kind": "performance", "tracks": [{"program": 33, "drums": false,
///      "events": [["on", 60], ["shift", 12], ...], "triads": [0, ...]}, ...]}
[[nodiscard]] nlohmann::json toJson(const music::Pattern& pattern);

/// Total: what is missing or out of range is left out; empty if nothing is left.
[[nodiscard]] music::Pattern patternFromJson(const nlohmann::json& json);

} // namespace segue::session
