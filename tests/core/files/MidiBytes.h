#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace segue::test {

using Bytes = std::vector<std::byte>;

inline Bytes bytes(std::initializer_list<int> values) {
    Bytes result;
    for (const int value : values)
        result.push_back(static_cast<std::byte>(value));
    return result;
}

inline Bytes operator+(Bytes left, const Bytes& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

inline Bytes text(std::string_view value) {
    Bytes result;
    for (const char c : value)
        result.push_back(static_cast<std::byte>(c));
    return result;
}

inline Bytes bigEndian32(std::size_t value) {
    return bytes({static_cast<int>(value >> 24 & 0xFF), static_cast<int>(value >> 16 & 0xFF),
                  static_cast<int>(value >> 8 & 0xFF), static_cast<int>(value & 0xFF)});
}

inline Bytes midiHeader(int format, int tracks, int division) {
    return text("MThd") + bigEndian32(6) +
           bytes({format >> 8, format & 0xFF, tracks >> 8, tracks & 0xFF, division >> 8 & 0xFF, division & 0xFF});
}

inline Bytes midiTrack(const Bytes& events) {
    return text("MTrk") + bigEndian32(events.size()) + events;
}

inline const Bytes& endOfTrack() {
    static const Bytes event = bytes({0x00, 0xFF, 0x2F, 0x00});
    return event;
}

/// A file of type 0 at 480 ticks a quarter whose track holds `events` and its end.
inline Bytes midiFile(const Bytes& events, int division = 480) {
    return midiHeader(0, 1, division) + midiTrack(events + endOfTrack());
}

} // namespace segue::test
