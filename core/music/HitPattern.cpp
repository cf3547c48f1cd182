#include "core/music/HitPattern.h"

namespace segue::music {
namespace {

constexpr float kVelocity = 80.0F / 127.0F;

} // namespace

DrumPattern drumPattern(const HitPattern& hits, int drums) {
    DrumPattern pattern(static_cast<int>(hits.steps.size()), hits.stepsPerBeat, drums);
    for (int step = 0; step < pattern.steps(); ++step)
        for (int drum = 0; drum < drums; ++drum)
            if ((hits.steps[static_cast<std::size_t>(step)] >> drum & 1U) != 0)
                pattern.at(step, drum) = {true, 1.0F, kVelocity, 0.0F};
    return pattern;
}

HitPattern hitPattern(const DrumPattern& pattern) {
    HitPattern hits{pattern.stepsPerBeat(), std::vector<std::uint64_t>(static_cast<std::size_t>(pattern.steps()))};
    for (int step = 0; step < pattern.steps(); ++step)
        for (int drum = 0; drum < pattern.drums(); ++drum)
            hits.steps[static_cast<std::size_t>(step)] |= std::uint64_t{pattern.at(step, drum).hit} << drum;
    return hits;
}

} // namespace segue::music
