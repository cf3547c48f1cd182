#include "app/cli/GrooveFiles.h"

#include "core/base/Utf8.h"
#include "core/files/MidiFile.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace segue::cli {
namespace {

std::string outputName(const std::string& name, std::size_t number, std::size_t count) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "-%03zu-of-%03zu.mid", number, count);
    return name + text.data();
}

} // namespace

Result<GrooveFile> readGroove(const std::filesystem::path& path, const codec::GrooveCodec& codec) {
    const auto sequence = files::readMidiFile(path);
    if (!sequence)
        return fail(sequence.error());
    auto extraction = codec.extract(*sequence);
    if (!extraction)
        return fail(extraction.error(), "while reading " + path.string());
    return GrooveFile{path, std::move(*extraction), sequence->firstTempo()};
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
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    if (failure)
        return fail(ErrorCode::Unreadable, "Cannot make the folder " + folder.string() + ": " + failure.message());
    auto outputs = nlohmann::json::array();
    for (const music::DrumPattern& pattern : patterns) {
        const auto path = folder / outputName(name, outputs.size() + 1, patterns.size());
        if (auto status = files::writeMidiFile(path, codec.toNotes(pattern, tempo)); !status)
            return status;
        outputs.push_back({{"file", utf8FromUnknown(path.string())}, {"hits", pattern.hits()}});
        report.line(path.string() + ": " + std::to_string(pattern.hits()) + " hits");
    }
    report.set("outputs", std::move(outputs));
    return {};
}

} // namespace segue::cli
