#pragma once

#include "core/latent/LatentMap.h"
#include "core/latent/Triangulation.h"

#include <cstdint>
#include <span>
#include <vector>

namespace segue::latent {

/// basis (z - centre).
[[nodiscard]] LatentMap::Point placeOf(std::span<const float> z, const Projection& projection);

/// The same plane in units that put all but a hundredth of the means into [-1, 1] along each axis. An axis along which
/// nothing varies takes the other one's unit. Shape: means [count, Z], at least one.
[[nodiscard]] Projection inMapUnits(Projection projection, std::span<const float> means);

/// Where the dots of a map lie, each on a cell of its own of a whole-number grid, so that geometry on it is exact.
struct DotPlaces {
    double unit = 1; ///< a cell in units of the map: a power of two, so that a point is exactly its site times unit
    std::int32_t frame = 0; ///< half the side of a square well around all sites
    std::vector<Triangulation::Site> sites;
    std::vector<LatentMap::Point> points;
};

/// The dots of `means` (Shape: [count, Z]) on the plane. Where a cell is taken, the nearest free one on growing square
/// rings around it is. `frame` is the least half side, in units of the map. Cost: linear.
[[nodiscard]] DotPlaces placesOf(std::span<const float> means, const Projection& projection, double frame);

} // namespace segue::latent
