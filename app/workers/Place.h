#pragma once

#include "core/latent/LatentMap.h"

#include <memory>
#include <variant>
#include <vector>

namespace segue::workers {

using LatentVector = std::vector<float>;

/// A point of a map.
struct MapPlace {
    std::shared_ptr<const latent::LatentMap> map;
    latent::LatentMap::Point point;
    float spacing = 0; ///< of the dots that are heard
};

/// A point of the way from one latent vector to another.
struct MorphPlace {
    std::shared_ptr<const LatentVector> from;
    std::shared_ptr<const LatentVector> to;
    float t = 0; ///< [0, 1]
};

/// Somewhere in latent space, told in the way that a person pointed at it.
using Place = std::variant<LatentVector, MapPlace, MorphPlace>;

/// Its latent vector. At t = 0 and t = 1 of a morph exactly the ends. Thread: any.
[[nodiscard]] LatentVector latentVectorOf(const Place& place);

} // namespace segue::workers
