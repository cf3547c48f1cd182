#include "training/Dataset.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace segue::training {
namespace {

using music::DrumPattern;

void paste(const DrumPattern& window, DrumPattern& grid, int start) {
    for (int step = 0; step < window.steps(); ++step)
        for (int drum = 0; drum < window.drums(); ++drum)
            grid.at(start + step, drum) = window.at(step, drum);
}

Error withoutWindow(const std::string& name, const codec::ExtractionReport& report) {
    std::string reasons;
    for (const auto& [reason, count] : report.drops)
        reasons += (reasons.empty() ? ": " : ", ") + std::string(codec::text(reason));
    return Error(ErrorCode::NoMusic, name + " has no window to learn from" + reasons);
}

} // namespace

DrumPattern cut(const DrumPattern& grid, int start, int steps) {
    assert(start >= 0 && start + steps <= grid.steps());
    DrumPattern result(steps, grid.stepsPerBeat(), grid.drums());
    for (int step = 0; step < steps; ++step)
        for (int drum = 0; drum < grid.drums(); ++drum)
            result.at(step, drum) = grid.at(start + step, drum);
    return result;
}

Dataset::Dataset(const architecture::CodecConfig& codec, codec::Rules rules)
    : m_codec(codec::makeCodec(codec).value()),
      m_rules(rules),
      m_keepsWhole(rules == codec::Rules::Segue && (std::holds_alternative<architecture::GrooveCodecConfig>(codec) ||
                                                    std::holds_alternative<architecture::DrumsCodecConfig>(codec))) {}

Result<codec::ExtractionReport> Dataset::add(const std::string& name, const music::NoteSequence& sequence) {
    codec::ExtractionOptions options;
    options.rules = m_rules;
    if (m_keepsWhole)
        options.minimumHits = 0; // silent windows too: the song is put together from all of them
    auto extraction = m_codec->patterns(sequence, options);
    if (!extraction)
        return fail(extraction.error());
    if (extraction->windows.empty())
        return fail(withoutWindow(name, extraction->report));
    Song song{name, sequence.firstTempo(), {}, {}, {}};
    if (m_keepsWhole)
        addWhole(song, std::move(extraction->windows));
    else
        addWindows(song, std::move(extraction->windows));
    m_songs.push_back(std::move(song));
    return extraction->report;
}

void Dataset::addWhole(Song& song, std::vector<codec::PatternWindow> windows) {
    const auto& first = std::get<DrumPattern>(windows.front().pattern);
    const int stepsPerBar = first.stepsPerBar();
    int lastBar = 0;
    for (const auto& window : windows)
        lastBar = std::max(lastBar, window.bar);
    song.grid.emplace(lastBar * stepsPerBar + first.steps(), first.stepsPerBeat(), first.drums());
    for (const auto& window : windows) {
        const auto& pattern = std::get<DrumPattern>(window.pattern);
        paste(pattern, *song.grid, window.bar * stepsPerBar);
        if (pattern.hits() > 0)
            m_windows.push_back({static_cast<int>(m_songs.size()), window.bar});
    }
}

void Dataset::addWindows(Song& song, std::vector<codec::PatternWindow> windows) {
    for (auto& window : windows) {
        m_windows.push_back({static_cast<int>(m_songs.size()), static_cast<int>(song.windows.size())});
        song.windows.push_back(std::move(window.pattern));
        song.bars.push_back(window.bar);
    }
}

const Song& Dataset::songOf(int window) const {
    return m_songs[static_cast<std::size_t>(m_windows[static_cast<std::size_t>(window)].song)];
}

int Dataset::barOf(int window) const {
    const int at = m_windows[static_cast<std::size_t>(window)].at;
    const Song& song = songOf(window);
    return song.grid ? at : song.bars[static_cast<std::size_t>(at)];
}

music::Pattern Dataset::pattern(int window) const {
    const int at = m_windows[static_cast<std::size_t>(window)].at;
    const Song& song = songOf(window);
    if (!song.grid)
        return song.windows[static_cast<std::size_t>(at)];
    const int steps = std::get<DrumPattern>(m_codec->silence()).steps();
    return cut(*song.grid, at * song.grid->stepsPerBar(), steps);
}

} // namespace segue::training
