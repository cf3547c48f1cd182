#pragma once

#include "core/latent/Triangulation.h"

#include <cstdint>
#include <span>
#include <vector>

namespace segue::latent {

/// Sites spread so that no two are nearer than `spacing` and every other one is nearer than that to one of them: what
/// is left of a map when one stands back. Those of `first`, which must keep the distance themselves, are all among
/// them, in front. Deterministic. Cost: linear. Requires: 0 < spacing; `first` holds numbers of sites.
[[nodiscard]] std::vector<int> landmarks(std::span<const Triangulation::Site> sites, std::int32_t spacing,
                                         std::span<const int> first);

} // namespace segue::latent
