#include "training/Dataset.h"

#include <algorithm>
#include <cassert>

namespace segue::training {

using music::DrumPattern;

music::DrumPattern cut(const DrumPattern& grid, int start, int steps) {
    assert(start >= 0 && start + steps <= grid.steps());
    DrumPattern result(steps, grid.stepsPerBeat());
    for (int step = 0; step < steps; ++step)
        for (int drum = 0; drum < music::kDrumClasses; ++drum)
            result.at(step, drum) = grid.at(start + step, drum);
    return result;
}

Result<codec::ExtractionReport> Dataset::add(const std::string& name, const music::NoteSequence& sequence) {
    codec::ExtractionOptions everything;
    everything.minimumHits = 0; // silent windows too: the song is put together from all of them
    auto extraction = m_codec.extract(sequence, everything);
    if (!extraction)
        return fail(extraction.error());

    int bars = 0;
    for (const auto& window : extraction->windows)
        bars = std::max(bars, window.bar + m_codec.config().bars);
    const int stepsPerBar = m_codec.config().stepsPerBar();
    Song song{name, sequence.firstTempo(), DrumPattern(bars * stepsPerBar, m_codec.config().stepsPerBeat)};
    const int index = static_cast<int>(m_songs.size());
    for (const auto& window : extraction->windows) {
        for (int step = 0; step < window.pattern.steps(); ++step)
            for (int drum = 0; drum < music::kDrumClasses; ++drum)
                song.grid.at(window.bar * stepsPerBar + step, drum) = window.pattern.at(step, drum);
        if (window.pattern.hits() > 0)
            m_windows.push_back({index, window.bar});
    }
    m_songs.push_back(std::move(song));
    return extraction->report;
}

const Song& Dataset::songOf(int window) const {
    return m_songs[static_cast<std::size_t>(m_windows[static_cast<std::size_t>(window)].song)];
}

DrumPattern Dataset::pattern(int window) const {
    const WindowPlace& place = m_windows[static_cast<std::size_t>(window)];
    return cut(songOf(window).grid, place.bar * m_codec.config().stepsPerBar(), steps());
}

} // namespace segue::training
