#pragma once

#include "app/cli/Report.h"
#include "core/base/Result.h"
#include "core/music/NoteSequence.h"

#include <filesystem>

namespace segue::cli {

/// The MIDI file or score that a command was given; what had to be mended in it is noted. Errors: readMusicFile's.
[[nodiscard]] Result<music::NoteSequence> readPiece(const std::filesystem::path& path, Report& report);

} // namespace segue::cli
