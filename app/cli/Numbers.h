#pragma once

#include <cstdint>
#include <string>

namespace segue::cli {

/// "0.93" for (0.9312, 2).
[[nodiscard]] std::string withDigits(double value, int digits);

/// "1,234,567".
[[nodiscard]] std::string grouped(std::uint64_t value);

/// "1 h 02 min", "3 min 20 s", "12 s".
[[nodiscard]] std::string asDuration(double seconds);

} // namespace segue::cli
