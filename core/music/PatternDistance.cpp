#include "core/music/PatternDistance.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>
#include <vector>

namespace segue::music {
namespace {

/// Places at which two sequences differ; what only the longer one has differs, if it is not `nothing`.
template <class Value>
int differences(const std::vector<Value>& a, const std::vector<Value>& b, const Value& nothing) {
    int count = 0;
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i)
        count += (i < a.size() ? a[i] : nothing) != (i < b.size() ? b[i] : nothing);
    return count;
}

int distanceOf(const DrumPattern& a, const DrumPattern& b) {
    int count = 0;
    for (int step = 0; step < std::max(a.steps(), b.steps()); ++step)
        for (int drum = 0; drum < std::max(a.drums(), b.drums()); ++drum) {
            const auto isHit = [step, drum](const DrumPattern& pattern) {
                return step < pattern.steps() && drum < pattern.drums() && pattern.at(step, drum).hit;
            };
            count += isHit(a) != isHit(b);
        }
    return count;
}

int distanceOf(const MelodyPattern& a, const MelodyPattern& b) {
    return differences(a.events, b.events, {});
}

int distanceOf(const TrioPattern& a, const TrioPattern& b) {
    int count = distanceOf(a.melody, b.melody) + distanceOf(a.bass, b.bass);
    for (std::size_t i = 0; i < std::max(a.drums.steps.size(), b.drums.steps.size()); ++i)
        count += std::popcount((i < a.drums.steps.size() ? a.drums.steps[i] : 0) ^
                               (i < b.drums.steps.size() ? b.drums.steps[i] : 0));
    return count;
}

int distanceOf(const PerformancePattern& a, const PerformancePattern& b) {
    const PerformanceEvent none{PerformanceEvent::Type::Shift, 0}; // which no stream has
    int count = 0;
    for (std::size_t i = 0; i < std::max(a.tracks.size(), b.tracks.size()); ++i)
        count += differences(i < a.tracks.size() ? a.tracks[i].events : std::vector<PerformanceEvent>(),
                             i < b.tracks.size() ? b.tracks[i].events : std::vector<PerformanceEvent>(), none);
    return count;
}

} // namespace

int distance(const Pattern& a, const Pattern& b) {
    assert(a.index() == b.index());
    return std::visit(
        [&b]<class Kind>(const Kind& known) {
            const auto* const other = std::get_if<Kind>(&b);
            return distanceOf(known, other ? *other : Kind());
        },
        a);
}

} // namespace segue::music
