#pragma once

#include "core/base/Quantity.h"

#include <vector>

namespace segue::files {

/// Ticks of a MIDI file to seconds and back, through its tempo changes. Reader and writer share it, so that what one
/// writes the other reads at the same time.
class TickMap {
public:
    /// From tick 0 on one tick lasts `secondsPerTick`. Requires: above 0. `last` bounds ticksAt().
    TickMap(double secondsPerTick, Ticks last) : m_segments{{Ticks(0), Seconds(0.0), secondsPerTick}}, m_last(last) {}

    /// From `tick` on. Requires: `tick` is not before the last one that was set, secondsPerTick is above 0.
    void set(Ticks tick, double secondsPerTick);

    /// Requires: tick >= 0.
    [[nodiscard]] Seconds secondsAt(Ticks tick) const;
    /// The nearest tick in [0, last].
    [[nodiscard]] Ticks ticksAt(Seconds time) const;

private:
    struct Segment {
        Ticks tick;
        Seconds time;
        double secondsPerTick;
    };
    std::vector<Segment> m_segments; // by tick, from 0; never empty
    Ticks m_last;
};

} // namespace segue::files
