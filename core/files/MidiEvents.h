#pragma once

#include "core/files/ByteReader.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace segue::files {

/// One event of a track as its bytes have it: the grammar of MIDI, without meaning.
struct MidiEvent {
    enum class Fault : std::uint8_t {
        None,
        Cut, ///< the track ends inside it
        NoStatus,
        StatusForValue,
        UndefinedStatus,
        TooLong, ///< it says that it is longer than what is left of the track
    };

    std::int64_t delta = 0; ///< ticks, in [0, 2^40)
    std::uint8_t status = 0; ///< from 0x80 on; 0 if there was none
    std::uint8_t first = 0; ///< a channel message's first value, or the type of a meta event
    std::uint8_t second = 0; ///< a channel message's second value
    Fault fault = Fault::None;
    bool isWhole = true; ///< can be used; despite StatusForValue if only its second value, now 127, was too high
    std::size_t faultAt = 0; ///< the offset of the byte at fault
    std::size_t longLengthAt = 0; ///< of the fifth byte of a number, which may have four; 0 is none
    ByteReader data{std::span<const std::byte>()}; ///< of meta events and system exclusive

    [[nodiscard]] bool isEndOfTrack() const { return isWhole && status == 0xFF && first == 0x2F; }
};

/// How far events make sense.
struct MidiWalk {
    int events = 0; ///< without a fault
    bool reachedEnd = false; ///< with an end-of-track event
    std::int64_t ticks = 0; ///< that they last
    std::size_t offset = 0; ///< behind the last of them
};

/// Reads the events of a track one after another. After a fault it goes on where they make sense again: in time linear
/// in the bytes.
class MidiEventReader {
public:
    explicit MidiEventReader(ByteReader track) : m_bytes(track) {}

    [[nodiscard]] bool atEnd() const { return m_bytes.atEnd(); }
    [[nodiscard]] std::size_t offset() const { return m_bytes.offset(); }

    /// Requires: !atEnd().
    [[nodiscard]] MidiEvent next();

    /// Reads over at most `limit` events, up to the first fault or end of track, and stays where it is.
    [[nodiscard]] MidiWalk walk(int limit) const;

private:
    [[nodiscard]] MidiEvent read();
    void readChannelMessage(MidiEvent& event);
    void readData(MidiEvent& event);
    [[nodiscard]] std::int64_t variableLength(MidiEvent& event);
    void recover(MidiEvent& event);
    void goToWholeEvent(std::size_t from);
    [[nodiscard]] MidiEventReader at(std::size_t offset) const;

    ByteReader m_bytes;
    std::uint8_t m_runningStatus = 0; ///< the last channel message's; 0 is none
    bool m_deltaIsMissing = false; ///< from the next event
};

} // namespace segue::files
