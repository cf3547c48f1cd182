#include "app/cli/Canvas.h"

#include "app/cli/PixelFont.h"

#include <zlib.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <iterator>
#include <new>

namespace segue::cli {
namespace {

using Bytes = std::vector<std::byte>;

void appendBigEndian(Bytes& bytes, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.push_back(static_cast<std::byte>(value >> shift));
}

const Bytef* asZlib(const Bytes& bytes) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are characters
    return reinterpret_cast<const Bytef*>(bytes.data());
}

/// Length, name, data, and the check of the latter two.
void appendChunk(Bytes& png, std::string_view name, const Bytes& data) {
    Bytes chunk;
    std::ranges::transform(name, std::back_inserter(chunk), [](char letter) { return static_cast<std::byte>(letter); });
    chunk.insert(chunk.end(), data.begin(), data.end());
    appendBigEndian(png, static_cast<std::uint32_t>(data.size()));
    png.insert(png.end(), chunk.begin(), chunk.end());
    appendBigEndian(png, static_cast<std::uint32_t>(crc32_z(0, asZlib(chunk), chunk.size())));
}

Bytes compressed(const Bytes& data) {
    uLongf size = compressBound(static_cast<uLong>(data.size()));
    Bytes stream(size);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are characters
    auto* out = reinterpret_cast<Bytef*>(stream.data());
    if (compress2(out, &size, asZlib(data), static_cast<uLong>(data.size()), Z_BEST_COMPRESSION) != Z_OK)
        throw std::bad_alloc(); // there is room for it, so nothing else can fail
    stream.resize(size);
    return stream;
}

} // namespace

Colour mixed(Colour from, Colour to, double part) {
    const auto mix = [part](std::uint8_t a, std::uint8_t b) {
        return static_cast<std::uint8_t>(std::lround(a + (b - a) * std::clamp(part, 0.0, 1.0)));
    };
    return {mix(from.red, to.red), mix(from.green, to.green), mix(from.blue, to.blue)};
}

Canvas::Canvas(int width, int height, Colour background)
    : m_width(width),
      m_height(height),
      m_pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), background) {
    assert(width > 0 && height > 0);
}

Colour Canvas::at(int x, int y) const {
    assert(x >= 0 && x < m_width && y >= 0 && y < m_height);
    return m_pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(m_width) + static_cast<std::size_t>(x)];
}

void Canvas::fill(int x, int y, int width, int height, Colour colour) {
    const int left = std::clamp(x, 0, m_width);
    const int right = std::clamp(x + width, left, m_width);
    for (int row = std::clamp(y, 0, m_height); row < std::clamp(y + height, 0, m_height); ++row) {
        const auto first = m_pixels.begin() + static_cast<std::ptrdiff_t>(row) * m_width;
        std::fill(first + left, first + right, colour);
    }
}

void Canvas::write(int x, int y, std::string_view text, Colour colour, int scale) {
    for (const char letter : text) {
        const Glyph& glyph = glyphOf(letter);
        for (int row = 0; row < kGlyphHeight; ++row)
            for (int column = 0; column < kGlyphWidth; ++column)
                if ((glyph[static_cast<std::size_t>(row)] >> (kGlyphWidth - 1 - column) & 1) != 0)
                    fill(x + column * scale, y + row * scale, scale, scale, colour);
        x += (kGlyphWidth + 1) * scale;
    }
}

int Canvas::textWidth(std::string_view text, int scale) {
    return std::max(0, static_cast<int>(text.size()) * (kGlyphWidth + 1) - 1) * scale;
}

int Canvas::textHeight(int scale) {
    return kGlyphHeight * scale;
}

Bytes Canvas::png() const {
    Bytes header;
    appendBigEndian(header, static_cast<std::uint32_t>(m_width));
    appendBigEndian(header, static_cast<std::uint32_t>(m_height));
    for (const int value : {8, 2, 0, 0, 0}) // bits, three colours, deflate, filters, no interlace
        header.push_back(static_cast<std::byte>(value));
    Bytes rows;
    rows.reserve(m_pixels.size() * 3 + static_cast<std::size_t>(m_height));
    for (std::size_t at = 0; at < m_pixels.size(); ++at) {
        if (at % static_cast<std::size_t>(m_width) == 0)
            rows.push_back(std::byte{0}); // each row begins with the number of its filter: none
        for (const std::uint8_t value : {m_pixels[at].red, m_pixels[at].green, m_pixels[at].blue})
            rows.push_back(std::byte{value});
    }
    Bytes png;
    for (const int value : {0x89, 'P' + 0, 'N' + 0, 'G' + 0, 0x0D, 0x0A, 0x1A, 0x0A})
        png.push_back(static_cast<std::byte>(value));
    appendChunk(png, "IHDR", header);
    appendChunk(png, "IDAT", compressed(rows));
    appendChunk(png, "IEND", {});
    return png;
}

} // namespace segue::cli
