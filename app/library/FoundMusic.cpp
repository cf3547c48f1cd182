#include "app/library/FoundMusic.h"

namespace segue::library {

StoredPattern::StoredPattern(const music::DrumPattern& pattern)
    : m_steps(pattern.steps()), m_stepsPerBeat(pattern.stepsPerBeat()) {
    m_hits.reserve(static_cast<std::size_t>(pattern.hits()));
    for (int step = 0; step < pattern.steps(); ++step)
        for (int drum = 0; drum < music::kDrumClasses; ++drum)
            if (const music::DrumCell& cell = pattern.at(step, drum); cell.hit)
                m_hits.push_back({static_cast<std::int16_t>(step), static_cast<std::int16_t>(drum), cell.probability,
                                  cell.velocity, cell.microtiming});
}

music::DrumPattern StoredPattern::pattern() const {
    music::DrumPattern pattern(m_steps, m_stepsPerBeat);
    for (const Hit& hit : m_hits)
        pattern.at(hit.step, hit.drum) = {true, hit.probability, hit.velocity, hit.microtiming};
    return pattern;
}

} // namespace segue::library
