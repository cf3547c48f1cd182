#include "core/base/Crc32c.h"

#include <array>
#include <bit>

namespace segue {
namespace {

constexpr std::array<std::uint32_t, 256> kTable = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < table.size(); ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit)
            value = (value & 1U) != 0 ? value >> 1 ^ 0x82F63B78U : value >> 1;
        table[i] = value;
    }
    return table;
}();

} // namespace

std::uint32_t crc32c(std::span<const std::byte> bytes) {
    std::uint32_t crc = ~0U;
    for (const std::byte byte : bytes)
        crc = kTable[(crc ^ std::to_integer<std::uint32_t>(byte)) & 0xFFU] ^ crc >> 8;
    return ~crc;
}

std::uint32_t maskedCrc32c(std::span<const std::byte> bytes) {
    return std::rotr(crc32c(bytes), 15) + 0xA282EAD8U;
}

} // namespace segue
