#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace segue::playback {

/// One note of a loop, placed in steps from the loop's beginning. Numbers are finite.
struct LoopNote {
    float start = 0.0F; ///< in steps; may be a little under 0 or over the length: it wraps around
    float length = 1.0F; ///< in steps, above 0
    std::uint8_t pitch = 0;
    std::uint8_t velocity = 0; ///< [1, 127]
    std::uint8_t channel = 9; ///< [0, 16); 9 is General MIDI's drum channel
};

/// What the scheduler plays: a value of fixed size, so that it crosses to the scheduler thread without allocation.
struct LoopPattern {
    /// A trio of 16 bars has at most 2816 notes: each part's on every step, and nine drums.
    static constexpr std::size_t kCapacity = 3072;
    static constexpr std::size_t kChannels = 16;
    static constexpr std::uint8_t kAnyProgram = 0x80;

    LoopPattern() { programs.fill(kAnyProgram); }

    std::array<LoopNote, kCapacity> notes{};
    std::array<std::uint8_t, kChannels> programs; ///< General MIDI's, one a channel; kAnyProgram: whatever it has
    std::uint32_t noteCount = 0;
    std::int32_t steps = 32;
    std::int32_t stepsPerBeat = 4;
    std::uint64_t id = 0; ///< rises with every pattern published; reported back as "now sounding"

    [[nodiscard]] std::span<const LoopNote> all() const { return {notes.data(), noteCount}; }
    /// False when full.
    bool add(const LoopNote& note) {
        if (noteCount == kCapacity)
            return false;
        notes[noteCount++] = note;
        return true;
    }
};
static_assert(std::is_trivially_copyable_v<LoopPattern>);

} // namespace segue::playback
