#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace segue {

/// The checksum of TensorFlow's files: CRC-32 with the Castagnoli polynomial. Source: RFC 3720, appendix B.4.
[[nodiscard]] std::uint32_t crc32c(std::span<const std::byte> bytes);

/// As TensorFlow stores it: rotated right by 15 bits plus a constant, so that data that hold checksums have other ones.
[[nodiscard]] std::uint32_t maskedCrc32c(std::span<const std::byte> bytes);

} // namespace segue
