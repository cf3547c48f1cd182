#pragma once

#include "core/music/DrumPattern.h"

#include <bit>
#include <cstdint>
#include <vector>

namespace segue::music {

/// Which drums of a map are hit on each step, without velocity and microtiming: DrumPattern keeps those.
struct HitPattern {
    int stepsPerBeat = 4;
    std::vector<std::uint64_t> steps; ///< bit d: drum d of the map is hit

    [[nodiscard]] int hits() const {
        int count = 0;
        for (const std::uint64_t drums : steps)
            count += std::popcount(drums);
        return count;
    }
    /// Until after the last hit.
    [[nodiscard]] int soundingSteps() const {
        auto count = steps.size();
        while (count > 0 && steps[count - 1] == 0)
            --count;
        return static_cast<int>(count);
    }
    friend auto operator<=>(const HitPattern&, const HitPattern&) = default;
};

/// The hits as drums of a grid, each at the velocity that melodies and drums without one are written with.
[[nodiscard]] DrumPattern drumPattern(const HitPattern& hits, int drums);
/// The other way. Requires: at most 64 drums.
[[nodiscard]] HitPattern hitPattern(const DrumPattern& pattern);

} // namespace segue::music
