#include "core/base/Utf8.h"

#include <cstddef>
#include <cstdint>

namespace segue {
namespace {

struct Lead {
    std::size_t length; // of the whole character; 0: no character begins so
    std::uint8_t low; // range of the second byte
    std::uint8_t high;
};

Lead leadOf(std::uint8_t byte) {
    if (byte < 0x80)
        return {1, 0, 0};
    if (byte >= 0xC2 && byte <= 0xDF)
        return {2, 0x80, 0xBF};
    if (byte >= 0xE0 && byte <= 0xEF)
        return {3, static_cast<std::uint8_t>(byte == 0xE0 ? 0xA0 : 0x80),
                static_cast<std::uint8_t>(byte == 0xED ? 0x9F : 0xBF)};
    if (byte >= 0xF0 && byte <= 0xF4)
        return {4, static_cast<std::uint8_t>(byte == 0xF0 ? 0x90 : 0x80),
                static_cast<std::uint8_t>(byte == 0xF4 ? 0x8F : 0xBF)};
    return {0, 0, 0};
}

} // namespace

bool isUtf8(std::string_view text) {
    const auto at = [text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    for (std::size_t i = 0; i < text.size();) {
        const Lead lead = leadOf(at(i));
        if (lead.length == 0 || lead.length > text.size() - i)
            return false;
        for (std::size_t k = 1; k < lead.length; ++k) {
            const std::uint8_t low = k == 1 ? lead.low : std::uint8_t{0x80};
            const std::uint8_t high = k == 1 ? lead.high : std::uint8_t{0xBF};
            if (at(i + k) < low || at(i + k) > high)
                return false;
        }
        i += lead.length;
    }
    return true;
}

std::string utf8FromUnknown(std::string_view text) {
    while (text.ends_with('\0'))
        text.remove_suffix(1);
    if (isUtf8(text))
        return std::string(text);
    std::string result;
    for (const char character : text) {
        const auto byte = static_cast<std::uint8_t>(character);
        if (byte < 0x80) {
            result += character;
        } else {
            result += static_cast<char>(0xC0 | byte >> 6);
            result += static_cast<char>(0x80 | (byte & 0x3F));
        }
    }
    return result;
}

} // namespace segue
