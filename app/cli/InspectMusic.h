#pragma once

#include "app/cli/Report.h"
#include "core/base/Result.h"

#include <filesystem>
#include <string>

namespace segue::cli {

/// Time, tempo, meter and key, and what each instrument plays. Errors: readMidiFile's.
[[nodiscard]] Status inspectMidi(const std::filesystem::path& path, Report& report);

/// How many songs of which style and split, and which files were refused; with --json every song.
/// `kind` is how the report calls it. Errors: readMusicCollection's.
[[nodiscard]] Status inspectCollection(const std::filesystem::path& path, const std::string& kind, Report& report);

} // namespace segue::cli
