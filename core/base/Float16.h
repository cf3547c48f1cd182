#pragma once

#include <cstdint>

namespace segue {

/// IEEE 754 half precision, which C++20 has no type for: 1 sign, 5 exponent and 10 fraction bits; the largest finite
/// value is 65504. Half to float is exact; float to half rounds to nearest, ties to even, as hardware does.
[[nodiscard]] std::uint16_t halfFromFloat(float value);
[[nodiscard]] float floatFromHalf(std::uint16_t half);

/// Values of this magnitude and more become infinite: half a step above the largest.
inline constexpr float kHalfOverflow = 65520.0F;

} // namespace segue
