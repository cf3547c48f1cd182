#include "core/base/Float16.h"

#include <bit>

namespace segue {

std::uint16_t halfFromFloat(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t sign = bits >> 16 & 0x8000U;
    const std::uint32_t magnitude = bits & 0x7FFFFFFFU;
    if (magnitude > 0x7F800000U) // not a number: a quiet one, with what of its payload fits
        return static_cast<std::uint16_t>(sign | 0x7E00U | (magnitude >> 13 & 0x3FFU));
    if (magnitude >= std::bit_cast<std::uint32_t>(kHalfOverflow))
        return static_cast<std::uint16_t>(sign | 0x7C00U);
    if (magnitude >= 0x38800000U) { // 2^-14: a normal half; rebias, then round the 13 bits that go
        const std::uint32_t rebiased = magnitude - 0x38000000U;
        return static_cast<std::uint16_t>(sign | (rebiased + 0xFFFU + (rebiased >> 13 & 1U)) >> 13);
    }
    if (magnitude <= 0x33000000U) // 2^-25, half the smallest subnormal: a tie, to even
        return static_cast<std::uint16_t>(sign);
    const std::uint32_t shift = 126U - (magnitude >> 23); // to units of 2^-24
    const std::uint32_t fraction = (magnitude & 0x7FFFFFU) | 0x800000U;
    const std::uint32_t half = fraction >> shift;
    const std::uint32_t rest = fraction & ((1U << shift) - 1U);
    const std::uint32_t tie = 1U << (shift - 1U);
    const bool up = rest > tie || (rest == tie && (half & 1U) != 0);
    return static_cast<std::uint16_t>(sign | (half + (up ? 1U : 0U)));
}

float floatFromHalf(std::uint16_t half) {
    const std::uint32_t sign = (half & 0x8000U) << 16;
    const std::uint32_t exponent = half >> 10 & 0x1FU;
    const std::uint32_t fraction = half & 0x3FFU;
    if (exponent == 0) { // zero or subnormal: a multiple of 2^-24
        const float magnitude = static_cast<float>(fraction) * 0x1.0p-24F;
        return std::bit_cast<float>(std::bit_cast<std::uint32_t>(magnitude) | sign);
    }
    const std::uint32_t biased = exponent == 0x1FU ? 0xFFU : exponent + 112U;
    return std::bit_cast<float>(sign | biased << 23 | fraction << 13);
}

} // namespace segue
