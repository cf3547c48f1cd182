#pragma once

#include "core/base/Quantity.h"

#include <cstdint>
#include <vector>

namespace segue::files {

/// The length of a tick by MIDI's tempo, which is in microseconds a quarter. It is rounded as pretty_midi rounds it,
/// and so is tempoOf(): a note half-way between two steps, of which recordings are full, then falls to the side that
/// Magenta's tools put it. Source: pretty_midi 0.2, PrettyMIDI. Requires: both above 0.
[[nodiscard]] double secondsPerTick(std::uint32_t tempo, int ticksPerQuarter);
/// The tempo at which a tick lasts so long.
[[nodiscard]] Bpm tempoOf(double secondsPerTick, int ticksPerQuarter);

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
