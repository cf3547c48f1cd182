#include "app/cli/MapPicture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <sstream>
#include <string_view>

namespace segue::cli {
namespace {

using Bytes = std::vector<std::byte>;

/// Background, the colours of Okabe and Ito (2008) without black, and one for what has no class or too rare a one.
constexpr std::array<std::array<std::uint8_t, 3>, 9> kPalette{{{0x13, 0x15, 0x1a},
                                                               {0xe6, 0x9f, 0x00},
                                                               {0x56, 0xb4, 0xe9},
                                                               {0x00, 0x9e, 0x73},
                                                               {0xf0, 0xe4, 0x42},
                                                               {0x00, 0x72, 0xb2},
                                                               {0xd5, 0x5e, 0x00},
                                                               {0xcc, 0x79, 0xa7},
                                                               {0x98, 0xa1, 0xad}}};
constexpr int kRest = static_cast<int>(kPalette.size()) - 1;
constexpr double kShown = 1.1;

void appendBigEndian(Bytes& bytes, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.push_back(static_cast<std::byte>(value >> shift));
}

/// ISO 3309, as PNG (W3C 2003, annex D) has it.
std::uint32_t crc32(std::span<const std::byte> bytes) {
    std::uint32_t crc = ~0U;
    for (const std::byte byte : bytes) {
        crc ^= std::to_integer<std::uint32_t>(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xEDB88320U : 0U);
    }
    return ~crc;
}

void appendChunk(Bytes& png, std::string_view type, const Bytes& data) {
    appendBigEndian(png, static_cast<std::uint32_t>(data.size()));
    const std::size_t start = png.size();
    std::ranges::transform(type, std::back_inserter(png), [](char letter) { return static_cast<std::byte>(letter); });
    png.insert(png.end(), data.begin(), data.end());
    appendBigEndian(png, crc32(std::span(png).subspan(start)));
}

/// A zlib stream of stored blocks: RFC 1950 and 1951. A map is drawn once and not worth a compressor.
Bytes stored(const Bytes& data) {
    constexpr std::size_t kBlock = 65535;
    Bytes stream{std::byte{0x78}, std::byte{0x01}};
    for (std::size_t at = 0; at < data.size(); at += kBlock) {
        const std::size_t size = std::min(kBlock, data.size() - at);
        stream.push_back(at + size == data.size() ? std::byte{1} : std::byte{0});
        for (const std::size_t word : {size, ~size})
            for (const int shift : {0, 8})
                stream.push_back(static_cast<std::byte>(word >> shift));
        stream.insert(stream.end(), data.begin() + static_cast<std::ptrdiff_t>(at),
                      data.begin() + static_cast<std::ptrdiff_t>(at + size));
    }
    std::uint32_t low = 1; // Adler-32
    std::uint32_t high = 0;
    for (const std::byte byte : data) {
        low = (low + std::to_integer<std::uint32_t>(byte)) % 65521;
        high = (high + low) % 65521;
    }
    appendBigEndian(stream, high << 16 | low);
    return stream;
}

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string result = "\"";
    for (const char letter : text)
        result += letter == '"' ? std::string("\"\"") : std::string(1, letter);
    return result + "\"";
}

} // namespace

std::string mapAsCsv(const latent::LatentMap& map, const std::vector<latent::ExampleInfo>& examples) {
    std::ostringstream csv;
    csv.imbue(std::locale::classic());
    csv << "x,y,file,bar,style,drummer,bpm\n";
    for (std::size_t i = 0; i < examples.size(); ++i) {
        const auto& [x, y] = map.points()[i];
        const latent::ExampleInfo& example = examples[i];
        csv << x << ',' << y << ',' << quoted(example.file) << ',' << example.bar << ',' << quoted(example.style) << ','
            << quoted(example.drummer) << ',' << example.bpm << '\n';
    }
    return csv.str();
}

Bytes mapAsPng(const latent::LatentMap& map, const latent::Colouring& colouring, int side) {
    const int width = side + 1; // each row begins with the number of its filter: none
    Bytes rows(static_cast<std::size_t>(width) * static_cast<std::size_t>(side));
    const auto pixel = [side](double value) { return std::lround((value / kShown + 1) / 2 * side); };
    for (std::size_t i = 0; i < map.points().size(); ++i) {
        const int each = colouring.classOf[i];
        const int colour = each < 0 ? kRest : std::min(each + 1, kRest);
        const long x = pixel(map.points()[i].x);
        const long y = side - 1 - pixel(map.points()[i].y);
        for (const auto& [dx, dy] : {std::pair(0, 0), {1, 0}, {0, 1}, {1, 1}})
            if (x + dx >= 0 && x + dx < side && y + dy >= 0 && y + dy < side)
                rows[static_cast<std::size_t>((y + dy) * width + 1 + x + dx)] = static_cast<std::byte>(colour);
    }

    Bytes header;
    appendBigEndian(header, static_cast<std::uint32_t>(side));
    appendBigEndian(header, static_cast<std::uint32_t>(side));
    for (const int value : {8, 3, 0, 0, 0}) // bits, palette, deflate, filters, no interlace
        header.push_back(static_cast<std::byte>(value));
    Bytes palette;
    for (const auto& colour : kPalette)
        for (const std::uint8_t value : colour)
            palette.push_back(std::byte{value});
    Bytes png;
    for (const int value : {0x89, 'P' + 0, 'N' + 0, 'G' + 0, 0x0D, 0x0A, 0x1A, 0x0A})
        png.push_back(static_cast<std::byte>(value));
    appendChunk(png, "IHDR", header);
    appendChunk(png, "PLTE", palette);
    appendChunk(png, "IDAT", stored(rows));
    appendChunk(png, "IEND", {});
    return png;
}

} // namespace segue::cli
