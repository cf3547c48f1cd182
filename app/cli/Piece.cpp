#include "app/cli/Piece.h"

#include "app/cli/Repairs.h"
#include "core/files/MusicReader.h"

namespace segue::cli {

Result<music::NoteSequence> readPiece(const std::filesystem::path& path, Report& report) {
    auto read = files::readMusicFile(path);
    if (!read)
        return fail(std::move(read).error());
    for (const files::Repair& repair : read->repairs)
        report.note(path.string() + ": " + describe(repair));
    return std::move(read->sequence);
}

} // namespace segue::cli
