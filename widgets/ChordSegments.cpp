#include "widgets/ChordSegments.h"

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

} // namespace segue::widgets
