#include "core/files/TickMap.h"

#include <algorithm>
#include <cmath>

namespace segue::files {

double secondsPerTick(std::uint32_t tempo, int ticksPerQuarter) {
    return 60.0 / (60e6 / tempo * ticksPerQuarter);
}

Bpm tempoOf(double secondsPerTick, int ticksPerQuarter) {
    return Bpm(60.0 / (secondsPerTick * ticksPerQuarter));
}

void TickMap::set(Ticks tick, double secondsPerTick) {
    if (m_segments.back().tick == tick)
        m_segments.back().secondsPerTick = secondsPerTick;
    else
        m_segments.push_back({tick, secondsAt(tick), secondsPerTick});
}

Seconds TickMap::secondsAt(Ticks tick) const {
    const auto after = std::ranges::upper_bound(m_segments, tick, {}, &Segment::tick);
    const Segment& segment = *std::prev(after);
    return segment.time + Seconds(static_cast<double>((tick - segment.tick).value) * segment.secondsPerTick);
}

Ticks TickMap::ticksAt(Seconds time) const {
    if (!(time.value > 0.0)) // also: not a number
        return Ticks(0);
    const auto after = std::ranges::upper_bound(m_segments, time, {}, &Segment::time);
    const Segment& segment = *std::prev(after);
    const double ticks = (time - segment.time).value / segment.secondsPerTick;
    const double tick = static_cast<double>(segment.tick.value) + ticks;
    return Ticks(std::llround(std::min(tick, static_cast<double>(m_last.value))));
}

} // namespace segue::files
