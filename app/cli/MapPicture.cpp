#include "app/cli/MapPicture.h"

#include "app/cli/Canvas.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

namespace segue::cli {
namespace {

/// Background, the colours of Okabe and Ito (2008) without black, and one for what has no class or too rare a one.
constexpr std::array<Colour, 9> kPalette{{{0x13, 0x15, 0x1a},
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

std::vector<std::byte> mapAsPng(const latent::LatentMap& map, const latent::Colouring& colouring, int side) {
    Canvas canvas(side, side, kPalette.front());
    const auto pixel = [side](double value) { return static_cast<int>(std::lround((value / kShown + 1) / 2 * side)); };
    for (std::size_t i = 0; i < map.points().size(); ++i) {
        const int each = colouring.classOf[i];
        const int colour = each < 0 ? kRest : std::min(each + 1, kRest);
        canvas.fill(pixel(map.points()[i].x), side - 1 - pixel(map.points()[i].y), 2, 2,
                    kPalette[static_cast<std::size_t>(colour)]);
    }
    return canvas.png();
}

} // namespace segue::cli
