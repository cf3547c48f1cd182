#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace segue::decoder {

/// The upper half of a float, as its bits: 8 bits of exponent and 8 of precision. Rounds to the nearest, of two equally
/// near ones to the even one; what lies beyond the greatest is infinite, and what is no number stays none.
[[nodiscard]] inline std::uint16_t bfloat16Of(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    if (std::isnan(value))
        return static_cast<std::uint16_t>(bits >> 16 | 0x40U); // quiet, whatever its lower half was
    const std::uint32_t half = 0x7FFFU + (bits >> 16 & 1U);
    return static_cast<std::uint16_t>((bits + half) >> 16);
}

[[nodiscard]] inline float floatOf(std::uint16_t bfloat16) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bfloat16) << 16);
}

} // namespace segue::decoder
