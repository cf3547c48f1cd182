#include "core/playback/DrumLoop.h"

#include <algorithm>
#include <cmath>

namespace segue::playback {

LoopPattern drumLoop(const music::DrumPattern& pattern, const music::DrumMap& map) {
    LoopPattern loop;
    loop.steps = std::max(1, pattern.steps());
    loop.stepsPerBeat = pattern.stepsPerBeat();
    for (int step = 0; step < pattern.steps(); ++step)
        for (int drum = 0; drum < pattern.drums(); ++drum) {
            const music::DrumCell& cell = pattern.at(step, drum);
            if (!cell.hit)
                continue;
            LoopNote note;
            note.start = static_cast<float>(step) + cell.microtiming;
            note.pitch = map.pitchOf(drum).value;
            note.velocity = static_cast<std::uint8_t>(std::clamp(std::lround(cell.velocity * 127.0F), 1L, 127L));
            if (!loop.add(note))
                return loop;
        }
    return loop;
}

} // namespace segue::playback
