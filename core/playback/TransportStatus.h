#pragma once

#include "core/base/Quantity.h"

#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <type_traits>

namespace segue::playback {

using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;

/// Names a sink for as long as the program runs; never used twice.
using SinkId = std::uint32_t;
inline constexpr std::size_t kMaxSinks = 8;

/// What one output has come to.
struct SinkStatus {
    SinkId id = 0; ///< 0: no sink
    std::uint32_t failures = 0; ///< messages it refused

    friend bool operator==(const SinkStatus&, const SinkStatus&) = default;
};

/// What the scheduler is doing, as one value whose fields belong to the same moment: what the window polls at display
/// rate. Positions are in steps and run on past the loop's end; loopPositionAt() folds them.
struct TransportStatus {
    bool playing = false;
    Bpm tempo{120.0};
    std::uint64_t patternId = 0; ///< of the pattern that sounds; 0 before the first
    std::int32_t patternSteps = 32; ///< its length

    TimePoint anchorTime{}; ///< when
    double anchorPosition = 0.0; ///< was the position, and from then on it
    double stepsPerSecond = 8.0; ///< moves so fast

    std::uint32_t soundingNotes = 0;
    std::uint64_t noteOns = 0; ///< sent since the start
    std::uint64_t late = 0; ///< of these, by more than Scheduler::kLateAfter
    std::uint64_t dropped = 0; ///< not sent because they were due more than Scheduler::kDropAfter ago
    std::array<TimePoint, 128> lastStruck{}; ///< by pitch: its newest note-on; for lights
    std::array<SinkStatus, kMaxSinks> sinks{};
    std::uint64_t sinkGeneration = 0; ///< of the set of sinks in use: Player's own

    /// In steps since play began; 0 when stopped.
    [[nodiscard]] double positionAt(TimePoint time) const {
        return playing ? anchorPosition + std::chrono::duration<double>(time - anchorTime).count() * stepsPerSecond
                       : 0.0;
    }
    /// Range: [0, patternSteps).
    [[nodiscard]] double loopPositionAt(TimePoint time) const {
        const double folded = std::fmod(positionAt(time), static_cast<double>(patternSteps));
        return folded < 0.0 ? folded + patternSteps : folded;
    }
};
static_assert(std::is_trivially_copyable_v<TransportStatus>);

} // namespace segue::playback
