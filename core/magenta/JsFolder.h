#pragma once

#include "core/magenta/Checkpoint.h"

#include <filesystem>

namespace segue::magenta {

inline constexpr const char* kJsManifestName = "weights_manifest.json";
inline constexpr const char* kJsConfigurationName = "config.json";
inline constexpr const char* kLegacyManifestName = "manifest.json";
inline constexpr const char* kLegacyConverterName = "converter.json";

/// Reads a checkpoint folder of magenta.js (JsFolder.md). Errors: readCheckpoint's.
[[nodiscard]] Result<Checkpoint> readJsFolder(const std::filesystem::path& folder, Reading& reading);

/// Reads a folder of what came before: a manifest and one file of float32 a variable (JsFolder.md).
/// Errors: readCheckpoint's.
[[nodiscard]] Result<Checkpoint> readLegacyFolder(const std::filesystem::path& folder, Reading& reading);

} // namespace segue::magenta
