#include "core/files/MusicReader.h"

#include "core/base/Files.h"
#include "core/base/Utf8.h"
#include "core/files/MidiFile.h"
#include "core/files/MusicFiles.h"
#include "core/files/MusicXml.h"

#include <array>
#include <fstream>

namespace segue::files {
namespace {

/// So that a folder's other XML, however large, costs one look at its beginning.
bool isOtherXml(const std::filesystem::path& path) {
    std::array<char, 1U << 15> begin{};
    std::ifstream file(path, std::ios::binary);
    file.read(begin.data(), begin.size());
    const auto bytes = std::as_bytes(std::span(begin)).first(static_cast<std::size_t>(file.gcount()));
    return beginsAsXml(bytes) && !beginsAsMusicXml(bytes);
}

Result<ReadMusic> readByContent(const std::filesystem::path& path) {
    const MusicKind kind = musicKindOf(path);
    if (kind == MusicKind::MusicXml && isOtherXml(path))
        return fail(ErrorCode::NoMusic, "It is XML, but not MusicXML");
    if (kind == MusicKind::NoteSequences || kind == MusicKind::Other)
        return fail(ErrorCode::Unsupported, "It is neither MIDI nor MusicXML");
    const auto bytes = kind == MusicKind::MusicXml ? readFile(path, kMaximumMusicXmlBytes) : readFile(path);
    if (!bytes)
        return fail(bytes.error());
    if (bytes->empty())
        return fail(ErrorCode::Malformed, "The file is empty");
    return kind == MusicKind::MusicXml ? readMusicXml(*bytes) : recoverMidi(*bytes);
}

} // namespace

Result<ReadMusic> readMusicFile(const std::filesystem::path& path) {
    auto read = readByContent(path);
    if (!read)
        return fail(std::move(read).error(), "while reading " + path.string());
    read->sequence.name = utf8FromUnknown(path.filename().string());
    return read;
}

} // namespace segue::files
