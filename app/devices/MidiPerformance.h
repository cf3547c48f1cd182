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

/// The MIDI channel, [0, 16), of each note: drums on channel 10, instruments on the others in the order in which they
/// come in; from the sixteenth on they share. Shape: one a note. Thread: any.
[[nodiscard]] std::vector<std::uint8_t> channelsOf(const music::NoteSequence& sequence);

/// What a General MIDI instrument is to be sent so that it plays `sequence`: program changes at the beginning, then
/// notes by time on their channels, note-offs before note-ons of the same moment. Thread: any.
[[nodiscard]] std::vector<TimedMessage> toMessages(const music::NoteSequence& sequence);

} // namespace segue::devices
