#include "app/cli/Piece.h"

#include "core/files/MusicReader.h"

namespace segue::cli {

Result<music::NoteSequence> readPiece(const std::filesystem::path& path, Report& report) {
    auto read = files::readMusicFile(path);
    if (!read)
        return fail(std::move(read).error());
    for (const auto& [what, count] : read->repairs)
        report.note(path.string() + ": " + what + (count > 1 ? " (" + std::to_string(count) + " times)" : ""));
    return std::move(read->sequence);
}

} // namespace segue::cli
