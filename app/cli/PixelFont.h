#pragma once

#include <array>
#include <cstdint>

namespace segue::cli {

/// Letters of 5 by 7 pixels, for pictures that are drawn without a window system.
inline constexpr int kGlyphWidth = 5;
inline constexpr int kGlyphHeight = 7;

/// A row a number, from the top; of each the bit 4 is the leftmost pixel.
using Glyph = std::array<std::uint8_t, kGlyphHeight>;

/// Letters, figures and some punctuation of ASCII; a box for what there is none for.
[[nodiscard]] const Glyph& glyphOf(char letter);

} // namespace segue::cli
