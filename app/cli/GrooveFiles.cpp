#include "app/cli/GrooveFiles.h"

#include "app/cli/MidiFolder.h"
#include "core/base/Utf8.h"
#include "core/files/MidiFile.h"
#include "core/files/MusicReader.h"

#include <algorithm>

namespace segue::cli {
Result<GrooveFile> readGroove(const std::filesystem::path& path, const codec::GrooveCodec& codec,
                              const ReadingMap& map) {
    const auto read = files::readMusicFile(path);
    if (!read)
        return fail(read.error());
    auto extraction = codec.extract(read->sequence, {.readingMap = map});
    if (!extraction)
        return fail(extraction.error(), "while reading " + path.string());
    return GrooveFile{path, std::move(*extraction), read->sequence.firstTempo()};
}

Result<codec::Window> chooseWindow(const GrooveFile& file, const std::optional<int>& bar) {
    const auto& windows = file.extraction.windows;
    if (!bar)
        return windows.front();
    const auto chosen = std::ranges::find(windows, *bar - 1, &codec::Window::bar);
    if (chosen != windows.end())
        return *chosen;
    return fail(ErrorCode::NotFound, "No drums begin with bar " + std::to_string(*bar) + " of " + file.path.string() +
                                         "; choose one from bar " + std::to_string(windows.front().bar + 1) +
                                         " to bar " + std::to_string(windows.back().bar + 1));
}

std::string describe(const codec::Window& window, const GrooveFile& file, const codec::GrooveCodec& codec) {
    const std::size_t count = file.extraction.windows.size();
    return "bars " + std::to_string(window.bar + 1) + " to " + std::to_string(window.bar + codec.config().bars) +
           " of " + file.path.string() +
           (count > 1 ? ", one of " + std::to_string(count) + " places with drums to begin at" : "");
}

Status writePatterns(const std::vector<music::DrumPattern>& patterns, const codec::GrooveCodec& codec, Bpm tempo,
                     const std::filesystem::path& folder, const std::string& name, Report& report) {
    std::vector<music::NoteSequence> pieces;
    for (const music::DrumPattern& pattern : patterns)
        pieces.push_back(codec.toNotes(pattern, tempo));
    const auto paths = writeMidiFolder(pieces, folder, name);
    if (!paths)
        return fail(paths.error());
    auto outputs = nlohmann::json::array();
    for (std::size_t at = 0; at < paths->size(); ++at) {
        outputs.push_back({{"file", utf8FromUnknown((*paths)[at].string())}, {"hits", patterns[at].hits()}});
        report.line((*paths)[at].string() + ": " + std::to_string(patterns[at].hits()) + " hits");
    }
    report.set("outputs", std::move(outputs));
    return {};
}

} // namespace segue::cli
