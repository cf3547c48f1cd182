#pragma once

#include "core/base/Result.h"
#include "core/files/Repair.h"

#include <filesystem>

namespace segue::files {

/// The one way to open a piece of music: a MIDI file or a MusicXML score, plain or zipped, known by its first bytes
/// and, where these are broken, by its extension. What can be mended is mended and reported. The sequence's name is the
/// file's name, and errors name the path.
/// Errors: NotFound, Unreadable, Unsupported (neither of them), NoMusic (XML that is no score: told from its beginning,
/// however large it is), and those of recoverMidi and readMusicXml.
/// Thread: any.
[[nodiscard]] Result<ReadMusic> readMusicFile(const std::filesystem::path& path);

} // namespace segue::files
