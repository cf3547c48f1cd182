#pragma once

#include "core/latent/Colouring.h"
#include "core/latent/LatentMap.h"

#include <cstddef>
#include <string>
#include <vector>

namespace segue::cli {

/// A line for each example: x, y, file, bar, style, drummer, bpm. Requires: as many examples as the map has dots.
[[nodiscard]] std::string mapAsCsv(const latent::LatentMap& map, const std::vector<latent::ExampleInfo>& examples);

/// The dots, coloured by class, on a dark square of `side` pixels that shows [-1.1, 1.1] both ways, as a PNG file.
/// Classes beyond the palette's eight share its last colour. Requires: side > 0.
[[nodiscard]] std::vector<std::byte> mapAsPng(const latent::LatentMap& map, const latent::Colouring& colouring,
                                              int side = 1024);

} // namespace segue::cli
