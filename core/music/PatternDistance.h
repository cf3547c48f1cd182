#pragma once

#include "core/music/Pattern.h"

namespace segue::music {

/// In how many places two patterns differ (Hamming): the hits of drums, whatever their velocity; the events of a
/// melody; of a trio both; of a performance the events of each instrument, place by place in its stream. What only one
/// of them has differs. Requires: two of one kind.
[[nodiscard]] int distance(const Pattern& a, const Pattern& b);

} // namespace segue::music
