#include "widgets/ChordSegments.h"

#include <algorithm>

namespace segue::widgets {

std::vector<ChordSegment> chordSegments(std::span<const std::uint8_t> chords, int stepsPerBar) {
    std::vector<ChordSegment> segments;
    for (int step = 0; step < static_cast<int>(chords.size()); ++step) {
        const int chord = chords[static_cast<std::size_t>(step)];
        if (step % stepsPerBar == 0 || chord != segments.back().triadClass)
            segments.push_back({step, step + 1, chord});
        else
            segments.back().last = step + 1;
    }
    return segments;
}

std::vector<std::uint8_t> stepChords(const music::PerformancePattern& performance, int steps) {
    std::vector<std::uint8_t> chords(static_cast<std::size_t>(steps), 0);
    const auto track = std::ranges::max_element(performance.tracks, {},
                                                [](const music::PerformanceTrack& each) { return each.triads.size(); });
    if (track == performance.tracks.end())
        return chords;
    auto now = chords.begin();
    const std::size_t events = std::min(track->events.size(), track->triads.size());
    for (std::size_t i = 0; i < events; ++i) {
        if (track->events[i].type != music::PerformanceEvent::Type::Shift)
            continue;
        const auto length = std::min<std::ptrdiff_t>(track->events[i].value, chords.end() - now);
        now = std::fill_n(now, length, static_cast<std::uint8_t>(track->triads[i]));
    }
    return chords;
}

} // namespace segue::widgets
