#include "app/library/FoundMusic.h"

#include <utility>

namespace segue::library {

StoredPattern::StoredPattern(music::Pattern pattern) {
    if (const auto* drums = std::get_if<music::DrumPattern>(&pattern))
        m_kept = packed(*drums);
    else
        m_kept = std::move(pattern);
}

music::Pattern StoredPattern::pattern() const {
    if (const auto* drums = std::get_if<Drums>(&m_kept))
        return unpacked(*drums);
    return std::get<music::Pattern>(m_kept);
}

int StoredPattern::onsets() const {
    if (const auto* drums = std::get_if<Drums>(&m_kept))
        return static_cast<int>(drums->hits.size());
    return music::onsets(std::get<music::Pattern>(m_kept));
}

StoredPattern::Drums StoredPattern::packed(const music::DrumPattern& pattern) {
    Drums drums{pattern.steps(), pattern.stepsPerBeat(), pattern.drums(), {}};
    drums.hits.reserve(static_cast<std::size_t>(pattern.hits()));
    for (int step = 0; step < pattern.steps(); ++step)
        for (int drum = 0; drum < pattern.drums(); ++drum)
            if (const music::DrumCell& cell = pattern.at(step, drum); cell.hit)
                drums.hits.push_back({static_cast<std::int16_t>(step), static_cast<std::int16_t>(drum),
                                      cell.probability, cell.velocity, cell.microtiming});
    return drums;
}

music::DrumPattern StoredPattern::unpacked(const Drums& drums) {
    music::DrumPattern pattern(drums.steps, drums.stepsPerBeat, drums.drums);
    for (const Hit& hit : drums.hits)
        pattern.at(hit.step, hit.drum) = {true, hit.probability, hit.velocity, hit.microtiming};
    return pattern;
}

} // namespace segue::library
