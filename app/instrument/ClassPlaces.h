#pragma once

#include "app/instrument/Instrument.h"

#include <vector>

namespace segue::instrument {

/// For each class of the layout, the place of its middlemost example: the one nearest to the class's mean place.
/// Without classes: nothing.
[[nodiscard]] std::vector<latent::LatentMap::Point> classPlaces(const Layout& layout);

} // namespace segue::instrument
