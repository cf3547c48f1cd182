#include "core/music/Pattern.h"

#include <algorithm>

namespace segue::music {
namespace {

bool hasNothing(const DrumPattern& drums) {
    return drums.isEmpty();
}

bool hasNothing(const MelodyPattern& melody) {
    return melody.events.empty();
}

bool hasNothing(const TrioPattern& trio) {
    return trio.steps() == 0;
}

bool hasNothing(const PerformancePattern& performance) {
    return performance.tracks.empty();
}

int onsetsOf(const DrumPattern& drums) {
    return drums.hits();
}

int onsetsOf(const MelodyPattern& melody) {
    return melody.onsets();
}

int onsetsOf(const TrioPattern& trio) {
    return trio.melody.onsets() + trio.bass.onsets() + trio.drums.hits();
}

int onsetsOf(const PerformancePattern& performance) {
    std::ptrdiff_t count = 0;
    for (const PerformanceTrack& track : performance.tracks)
        count += std::ranges::count(track.events, PerformanceEvent::Type::NoteOn, &PerformanceEvent::type);
    return static_cast<int>(count);
}

} // namespace

bool isEmpty(const Pattern& pattern) {
    return std::visit([](const auto& known) { return hasNothing(known); }, pattern);
}

int onsets(const Pattern& pattern) {
    return std::visit([](const auto& known) { return onsetsOf(known); }, pattern);
}

} // namespace segue::music
