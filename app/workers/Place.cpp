#include "app/workers/Place.h"

#include "core/latent/Interpolation.h"

#include <cassert>

namespace segue::workers {
namespace {

LatentVector at(const LatentVector& z) {
    return z;
}

LatentVector at(const MapPlace& place) {
    LatentVector z(static_cast<std::size_t>(place.map->latentSize()));
    place.map->invert(place.point, z, 1.0F, place.spacing);
    return z;
}

LatentVector at(const MorphPlace& place) {
    assert(place.from->size() == place.to->size());
    if (place.t <= 0.0F)
        return *place.from;
    if (place.t >= 1.0F)
        return *place.to;
    LatentVector z(place.from->size());
    latent::slerp(*place.from, *place.to, place.t, z);
    return z;
}

} // namespace

LatentVector latentVectorOf(const Place& place) {
    return std::visit([](const auto& known) { return at(known); }, place);
}

} // namespace segue::workers
