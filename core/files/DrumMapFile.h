#pragma once

#include "core/base/Result.h"
#include "core/music/DrumMap.h"

#include <filesystem>
#include <string>

namespace segue::files {

/// Reads a drum map of 1 to 128 drums (format in DrumMapFile.md).
/// Errors: readFile's; Malformed, InvalidArgument (a drum without a pitch, a pitch of two drums), with the path.
[[nodiscard]] Result<music::DrumMap> readDrumMapFile(const std::filesystem::path& path);

/// Atomic. Laid out for editing: a drum a line.
[[nodiscard]] Status writeDrumMapFile(const std::filesystem::path& path, const music::DrumMap& map);

/// The text of the file.
[[nodiscard]] std::string drumMapText(const music::DrumMap& map);

} // namespace segue::files
