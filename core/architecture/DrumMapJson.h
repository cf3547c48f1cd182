#pragma once

#include "core/base/Result.h"
#include "core/music/DrumMap.h"

#include <nlohmann/json_fwd.hpp>

namespace segue::architecture {

/// {"name": "roland", "classes": [{"name": "Kick", "pitches": [36]}, ...]}: how a map stands in model files and in
/// files of its own.
[[nodiscard]] nlohmann::json drumMapToJson(const music::DrumMap& map);
/// Errors: Malformed, naming the field. Whether the map makes sense, music::validate() says.
[[nodiscard]] Result<music::DrumMap> drumMapFromJson(const nlohmann::json& object);

} // namespace segue::architecture
