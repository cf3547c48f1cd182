#include "app/cli/MusicPatterns.h"

#include "app/cli/MidiFolder.h"
#include "core/base/Utf8.h"
#include "core/files/MusicReader.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace segue::cli {
namespace {

using codec::PatternWindow;

/// "1, 2, 5"; beyond a few, where they begin and end.
std::string listed(const std::set<int>& numbers) {
    constexpr std::size_t kShown = 8;
    if (numbers.size() > kShown)
        return std::to_string(*numbers.begin()) + " to " + std::to_string(*numbers.rbegin());
    std::string text;
    for (const int number : numbers)
        text += (text.empty() ? "" : ", ") + std::to_string(number);
    return text;
}

} // namespace

Result<PatternFile> readPatterns(const std::filesystem::path& path, const codec::Codec& codec, const ReadingMap& map) {
    const auto read = files::readMusicFile(path);
    if (!read)
        return fail(read.error());
    auto extraction = codec.patterns(read->sequence, {.readingMap = map});
    if (!extraction)
        return fail(extraction.error(), "while reading " + path.string());
    return PatternFile{path, std::move(*extraction), read->sequence.firstTempo()};
}

Result<std::vector<PatternWindow>> chooseWindows(const PatternFile& file, const WindowChoice& choice) {
    std::vector<PatternWindow> chosen;
    std::set<int> tracks;
    std::set<int> bars;
    for (const PatternWindow& window : file.extraction.windows) {
        tracks.insert(window.instrument);
        if (choice.track && window.instrument != *choice.track)
            continue;
        bars.insert(window.bar + 1);
        if (!choice.bar || window.bar == *choice.bar - 1)
            chosen.push_back(window);
    }
    if (bars.empty())
        return fail(ErrorCode::NotFound,
                    tracks.contains(-1)
                        ? "What this model reads of " + file.path.string() + " is of no single track: leave it out"
                        : "Track " + std::to_string(*choice.track) + " of " + file.path.string() +
                              " has nothing for this model; choose from " + listed(tracks));
    if (chosen.empty())
        return fail(ErrorCode::NotFound, "Nothing begins with bar " + std::to_string(*choice.bar) + " of " +
                                             file.path.string() + "; choose from bar " + listed(bars));
    return chosen;
}

std::string describe(const PatternWindow& window, const PatternFile& file, const codec::Codec& codec) {
    const int bars = barsOf(codec);
    const std::size_t count = file.extraction.windows.size();
    std::string text = bars == 1
                           ? "bar " + std::to_string(window.bar + 1)
                           : "bars " + std::to_string(window.bar + 1) + " to " + std::to_string(window.bar + bars);
    text += " of " + file.path.string();
    if (window.instrument >= 0)
        text += ", track " + std::to_string(window.instrument);
    if (count > 1)
        text += ", one of " + std::to_string(count) + " places to begin at";
    return text;
}

int barsOf(const codec::Codec& codec) {
    return std::visit([](const auto& config) { return config.bars; }, codec.configuration());
}

Status writePatterns(const std::vector<music::Pattern>& patterns, const codec::Codec& codec, Bpm tempo,
                     const std::filesystem::path& folder, const std::string& name, Report& report) {
    std::vector<music::NoteSequence> pieces;
    std::ranges::transform(patterns, std::back_inserter(pieces),
                           [&](const music::Pattern& pattern) { return codec.notesOf(pattern, tempo); });
    const auto paths = writeMidiFolder(pieces, folder, name);
    if (!paths)
        return fail(paths.error());
    auto outputs = nlohmann::json::array();
    for (std::size_t at = 0; at < paths->size(); ++at) {
        const std::string counted = std::holds_alternative<music::DrumPattern>(patterns[at]) ? "hits" : "notes";
        const int count = music::onsets(patterns[at]);
        outputs.push_back({{"file", utf8FromUnknown((*paths)[at].string())}, {counted, count}});
        report.line((*paths)[at].string() + ": " + std::to_string(count) + " " + counted);
    }
    report.set("outputs", std::move(outputs));
    return {};
}

} // namespace segue::cli
