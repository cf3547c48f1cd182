#pragma once

#include <cstddef> // before <compare>: Qt's moc cannot parse libstdc++'s <compare> when it comes first

#include <compare>
#include <cstdint>

namespace segue {

/// A number with a unit that the compiler checks, for the quantities of music that get confused. Differences and
/// positions share a type; products with plain numbers keep the unit.
template <class Tag, class Rep>
struct Quantity {
    Rep value{};

    constexpr Quantity() = default;
    constexpr explicit Quantity(Rep v) : value(v) {}

    friend constexpr auto operator<=>(const Quantity&, const Quantity&) = default;
    friend constexpr Quantity operator+(Quantity a, Quantity b) {
        return Quantity(static_cast<Rep>(a.value + b.value));
    }
    friend constexpr Quantity operator-(Quantity a, Quantity b) {
        return Quantity(static_cast<Rep>(a.value - b.value));
    }
    friend constexpr Quantity operator*(Quantity a, Rep k) { return Quantity(static_cast<Rep>(a.value * k)); }
    friend constexpr Quantity operator/(Quantity a, Rep k) { return Quantity(static_cast<Rep>(a.value / k)); }
    constexpr Quantity& operator+=(Quantity b) { return *this = *this + b; }
    constexpr Quantity& operator-=(Quantity b) { return *this = *this - b; }
};

using Ticks = Quantity<struct TicksTag, std::int64_t>; ///< of a MIDI file's division
using Steps = Quantity<struct StepsTag, std::int32_t>; ///< of the quantisation grid
using Beats = Quantity<struct BeatsTag, double>; ///< quarter notes
using Bpm = Quantity<struct BpmTag, double>; ///< quarter notes a minute
using Seconds = Quantity<struct SecondsTag, double>;
using MidiPitch = Quantity<struct MidiPitchTag, std::uint8_t>; ///< [0, 128)
using Velocity = Quantity<struct VelocityTag, std::uint8_t>; ///< [0, 128); 0 means silence

} // namespace segue
