#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace segue::cli {

struct Colour {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;

    friend bool operator==(const Colour&, const Colour&) = default;
};

/// `part` of the way from one colour to the other, [0, 1].
[[nodiscard]] Colour mixed(Colour from, Colour to, double part);

/// A picture that is drawn without a window system, and written as PNG. What reaches beyond it is cut off.
class Canvas {
public:
    /// Requires: width, height > 0.
    Canvas(int width, int height, Colour background);

    [[nodiscard]] int width() const { return m_width; }
    [[nodiscard]] int height() const { return m_height; }
    /// Requires: a place on the canvas.
    [[nodiscard]] Colour at(int x, int y) const;

    void fill(int x, int y, int width, int height, Colour colour);
    /// One line of text from its upper left corner on, each pixel of the font `scale` pixels wide and high.
    void write(int x, int y, std::string_view text, Colour colour, int scale);
    [[nodiscard]] static int textWidth(std::string_view text, int scale);
    [[nodiscard]] static int textHeight(int scale);

    /// A PNG file of 8 bits a colour. Source: W3C, Portable Network Graphics (Second Edition), 2003.
    [[nodiscard]] std::vector<std::byte> png() const;

private:
    int m_width;
    int m_height;
    std::vector<Colour> m_pixels; // [y][x]
};

} // namespace segue::cli
