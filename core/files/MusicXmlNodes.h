#pragma once

#include "core/base/Utf8.h"

#include <pugixml.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

namespace segue::files {

/// The text of an element or attribute without the white space around it.
[[nodiscard]] inline std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n";
    const auto begin = text.find_first_not_of(kSpace);
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

/// The finite number that a text is, whatever the locale.
[[nodiscard]] inline std::optional<double> numberIn(std::string_view text) {
    text = trimmed(text);
    if (text.starts_with('+'))
        text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}
[[nodiscard]] inline std::optional<double> numberIn(const pugi::xml_node& node) {
    return numberIn(node.child_value());
}
[[nodiscard]] inline std::optional<double> numberIn(const pugi::xml_attribute& attribute) {
    return numberIn(attribute.value());
}

/// A whole number in [-1,000,000, 1,000,000]; a fraction is cut off, as Magenta does.
[[nodiscard]] inline std::optional<int> integerIn(const pugi::xml_node& node) {
    const auto value = numberIn(node);
    if (!value || std::abs(*value) > 1.0e6)
        return std::nullopt;
    return static_cast<int>(*value);
}

/// A name on one line, in UTF-8, of up to 100 bytes.
[[nodiscard]] inline std::string nameIn(std::string_view text) {
    std::string name;
    for (const char c : trimmed(text)) {
        const bool isSpace = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (!isSpace || !name.ends_with(' '))
            name += isSpace ? ' ' : c;
    }
    name = utf8FromUnknown(name);
    std::size_t size = std::min<std::size_t>(name.size(), 100);
    while (size < name.size() && (static_cast<unsigned char>(name[size]) & 0xC0) == 0x80)
        --size; // not inside a character
    name.resize(size);
    return name;
}

} // namespace segue::files
