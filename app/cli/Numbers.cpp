#include "app/cli/Numbers.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace segue::cli {

std::string withDigits(double value, int digits) {
    std::array<char, 64> text{};
    const int length = std::snprintf(text.data(), text.size(), "%.*f", digits, value);
    return {text.data(), static_cast<std::size_t>(length < 0 ? 0 : length)};
}

std::string grouped(std::uint64_t value) {
    std::string text = std::to_string(value);
    for (std::size_t at = text.size(); at > 3; at -= 3)
        text.insert(at - 3, ",");
    return text;
}

std::string asDuration(double seconds) {
    if (!std::isfinite(seconds) || seconds > 1e9)
        return "unknown";
    const long whole = std::lround(seconds);
    const auto twoDigits = [](long value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    if (whole >= 3600)
        return std::to_string(whole / 3600) + " h " + twoDigits(whole / 60 % 60) + " min";
    if (whole >= 60)
        return std::to_string(whole / 60) + " min " + twoDigits(whole % 60) + " s";
    return std::to_string(whole) + " s";
}

} // namespace segue::cli
