#pragma once

#include "app/cli/Report.h"
#include "core/base/Result.h"

#include <filesystem>
#include <string>

namespace segue::cli {

/// Of a MIDI file or score: time, tempo, meter and key, what each instrument plays, and what had to be mended. `kind`
/// is how the report calls it. Errors: readMusicFile's.
[[nodiscard]] Status inspectPiece(const std::filesystem::path& path, const std::string& kind, Report& report);

/// How many songs of which style and split, and which files were refused; with --json every song.
/// `kind` is how the report calls it. Errors: readMusicCollection's.
[[nodiscard]] Status inspectCollection(const std::filesystem::path& path, const std::string& kind, Report& report);

} // namespace segue::cli
