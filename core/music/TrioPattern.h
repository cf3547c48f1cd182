#pragma once

#include "core/music/HitPattern.h"
#include "core/music/MelodyPattern.h"

namespace segue::music {

/// Three parts at once, all of the same length.
struct TrioPattern {
    MelodyPattern melody;
    MelodyPattern bass;
    HitPattern drums;

    [[nodiscard]] int steps() const { return melody.steps(); }
    friend bool operator==(const TrioPattern&, const TrioPattern&) = default;
};

} // namespace segue::music
