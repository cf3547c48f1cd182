#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <vector>

namespace segue::assets {

/// Where the files that come with Segue may lie, in the order they are looked for: $SEGUE_ASSETS, share/segue beside
/// the executable's folder (an installed Segue), the source tree (a Segue run from its build folder).
[[nodiscard]] std::vector<std::filesystem::path> candidateFolders();

/// The first candidate that is a folder. Errors: NotFound, naming the places that were looked at.
[[nodiscard]] Result<std::filesystem::path> assetFolder();

/// A file that comes with Segue, by its name within the asset folder ("models/groove_2bar.safetensors").
/// Errors: NotFound.
[[nodiscard]] Result<std::filesystem::path> assetFile(const std::filesystem::path& name);

inline constexpr const char* kModelName = "models/groove_2bar.safetensors";
inline constexpr const char* kMapName = "models/groove_2bar.segue-map";
inline constexpr const char* kIconName = "segue.svg";
inline constexpr const char* kExamplesName = "examples";

} // namespace segue::assets
