#pragma once

#include <string>
#include <string_view>

namespace segue {

/// Well-formed UTF-8 (The Unicode Standard, table 3-7): no overlong forms, no surrogates, up to U+10FFFF.
[[nodiscard]] bool isUtf8(std::string_view text);

/// A text of unknown encoding, as old files carry them, as UTF-8: kept if it is that already, otherwise read as
/// Latin-1. Zeros at the end are padding and are dropped.
[[nodiscard]] std::string utf8FromUnknown(std::string_view text);

} // namespace segue
