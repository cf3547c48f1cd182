#pragma once

#include "core/base/Quantity.h"
#include "core/music/NoteSequence.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace segue::devices {

/// A short MIDI message and when it is to sound.
struct TimedMessage {
    Seconds time; ///< not before 0
    std::array<std::uint8_t, 3> bytes{};
    std::uint8_t size = 0; ///< of `bytes`, [1, 3]

    [[nodiscard]] std::span<const std::uint8_t> all() const { return {bytes.data(), size}; }
    friend bool operator==(const TimedMessage&, const TimedMessage&) = default;
};

/// What a General MIDI instrument is to be sent so that it plays `sequence`: program changes at the beginning, then
/// notes by time, note-offs before note-ons of the same moment. Drums go to channel 10; instruments take the other
/// channels in the order of their numbers, and share them from the sixteenth on. Thread: any.
[[nodiscard]] std::vector<TimedMessage> toMessages(const music::NoteSequence& sequence);

} // namespace segue::devices
