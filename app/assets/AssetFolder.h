#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace segue::assets {

/// What Segue begins with.
inline constexpr const char* kFirstModel = "groove-2bar";

/// Where the files that come with Segue may lie, in the order they are looked for: $SEGUE_ASSETS, share/segue beside
/// the executable's folder (an installed Segue), the source tree (a Segue run from its build folder).
[[nodiscard]] std::vector<std::filesystem::path> candidateFolders();

/// The first candidate that is a folder. Errors: NotFound, naming the places that were looked at.
[[nodiscard]] Result<std::filesystem::path> assetFolder();

/// A file that comes with Segue, by its name within the asset folder ("models/groove-2bar.safetensors").
/// Errors: NotFound.
[[nodiscard]] Result<std::filesystem::path> assetFile(const std::filesystem::path& name);

/// The names of the models that come with Segue, kFirstModel before the others: those whose files are there.
[[nodiscard]] std::vector<std::string> bundledModels();
/// The file of one of these. Errors: NotFound, with the names there are.
[[nodiscard]] Result<std::filesystem::path> bundledModel(const std::string& name = kFirstModel);

inline constexpr const char* kIconName = "segue.svg";
inline constexpr const char* kExamplesName = "examples";

} // namespace segue::assets
