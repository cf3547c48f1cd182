#pragma once

#include "core/architecture/CodecConfig.h"
#include "core/base/Result.h"

#include <nlohmann/json.hpp>

#include <span>
#include <vector>

namespace segue::cli {

/// What the decoder of a model must answer, for any codec, in as few numbers as say it:
///
///     {"tokens": ...}       melody, drums one-hot: the class, [window][step]
///                           trio: the classes of melody, bass and drums, [window][step][3]
///                           performance: the events of each instrument, [window][instrument][event]
///     {"rolls": ...}        drums as a roll: 0 or 1, [window][step][drum]
///     {"hits": ..., "velocities": ..., "offsets": ...}    grooves, as in PatternJson
///
/// Shape: each output is [T, output D]; after the end of an instrument its rows are 0.
[[nodiscard]] nlohmann::json outputsToJson(const architecture::CodecConfig& config,
                                           const std::vector<std::span<const float>>& outputs);

/// Reads what outputsToJson wrote, and by other programs: as output tensors, one a window. A window may have fewer
/// steps than the model's (not of a groove), or fewer instruments and events.
/// Errors: Malformed and ShapeMismatch, naming the place.
[[nodiscard]] Result<std::vector<std::vector<float>>> outputsFromJson(const nlohmann::json& document,
                                                                      const architecture::CodecConfig& config);

/// A tensor as it is, [step][number]. Requires: depth > 0.
[[nodiscard]] nlohmann::json rowsToJson(std::span<const float> tensor, int depth);

} // namespace segue::cli
