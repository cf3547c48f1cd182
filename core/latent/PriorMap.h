#pragma once

#include "core/decoder/LiveModel.h"
#include "core/latent/MapFile.h"

#include <cstdint>

namespace segue::latent {

struct PriorMapOptions {
    int draws = 600; ///< as many dots as a hand can still tell apart
    std::uint64_t seed = 1;
    bool fromPrior = false; ///< from N(0, I), also of a model that has a density
};

/// A map for a model that has none, or cannot hear any music: each example is a draw from the density that was fitted
/// to the model, or else from the prior N(0, I), which is what the decoder was taught to make music of. The same for
/// the same model and options. Requires: draws >= 3.
[[nodiscard]] MapFile priorMap(const decoder::LiveModel& model, const PriorMapOptions& options = {});

} // namespace segue::latent
