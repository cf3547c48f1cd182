#pragma once

#include "core/base/Quantity.h"

#include <chrono>
#include <deque>
#include <optional>

namespace segue::widgets {

/// The tempo of a tapping finger: the mean of the last intervals, begun anew after a pause.
class TapTempo {
public:
    static constexpr std::chrono::milliseconds kPause{2000};
    static constexpr std::size_t kTaps = 8;

    /// A tempo from the second tap on, not clamped to any range.
    std::optional<Bpm> tap(std::chrono::steady_clock::time_point when);

private:
    std::deque<std::chrono::steady_clock::time_point> m_taps;
};

} // namespace segue::widgets
