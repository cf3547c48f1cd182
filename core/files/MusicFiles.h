#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace segue::files {

/// The endings of files with one piece of music, as a person writes a list of them.
inline constexpr const char* kMusicExtensions = ".mid, .midi, .kar, .rmi, .xml, .musicxml or .mxl";

/// .mid, .midi, .kar or .rmi, whatever their case.
[[nodiscard]] bool hasMidiExtension(const std::filesystem::path& path);
/// .xml, .musicxml or .mxl, whatever their case.
[[nodiscard]] bool hasMusicXmlExtension(const std::filesystem::path& path);

/// What a path leads to, by its first bytes and, where these are broken, by its extension. Any XML and any zip archive
/// counts as MusicXml: reading it tells what it is.
enum class MusicKind { Folder, Midi, MusicXml, NoteSequences, Other };
/// Something that cannot be opened counts as what its extension says, or as a folder without one: reading it tells why.
[[nodiscard]] MusicKind musicKindOf(const std::filesystem::path& path);

struct MusicFile {
    std::string path; ///< a std::filesystem::path would take five times the memory, and there may be many
    std::string name; ///< relative to the folder, with '/'; UTF-8
};

struct MusicFiles {
    std::vector<MusicFile> files; ///< by name
    std::vector<Error> unreadableFolders;
};

/// The MIDI and MusicXML files of a folder. Links to folders are followed, each folder is entered once; names that
/// begin with a dot are left out. Errors: NotFound, Unreadable, InvalidArgument (`folder` is none), NoMusic (says what
/// was looked for).
[[nodiscard]] Result<MusicFiles> listMusicFiles(const std::filesystem::path& folder, bool recursive);

} // namespace segue::files
