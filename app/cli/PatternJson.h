#pragma once

#include "core/base/Result.h"
#include "core/music/DrumPattern.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <vector>

namespace segue::cli {

/// The JSON that encode and decode exchange (design: a row a pattern).
///
///     {"z": [[...], ...]}                                        latent vectors, [pattern][Z]
///     {"hits": ..., "velocities": ..., "offsets": ...}           each [pattern][step][drum], drums in Magenta's order
///
/// Hits are 0 or 1, velocities [0, 1], offsets [-1, 1] of half a step, positive early: the numbers of the model's own
/// tensors. Velocities and offsets stand also where there is no hit.
[[nodiscard]] nlohmann::json patternsToJson(const std::vector<music::DrumPattern>& patterns);

/// Reads what patternsToJson wrote, and by other programs: hits may also be true or false, or numbers of which those
/// above 0.5 count.
/// Errors: Malformed and ShapeMismatch, naming the place.
[[nodiscard]] Result<std::vector<music::DrumPattern>> patternsFromJson(const nlohmann::json& document, int steps,
                                                                       int stepsPerBeat = 4);

/// Errors: Malformed (also: a number beyond a float) and ShapeMismatch, naming the row.
[[nodiscard]] Result<std::vector<std::vector<float>>> latentsFromJson(const nlohmann::json& document, int latentSize);

/// Errors: readFile's; Malformed, with the path.
[[nodiscard]] Result<nlohmann::json> readJsonFile(const std::filesystem::path& path);

/// Atomic. Numbers are written so that they read back exactly.
[[nodiscard]] Status writeJsonFile(const std::filesystem::path& path, const nlohmann::json& document);

} // namespace segue::cli
