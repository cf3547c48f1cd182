#pragma once

#include "core/base/Random.h"

#include <vector>

namespace segue::latent {

/// A point that a model was taught to expect: each value from N(0, 1).
[[nodiscard]] std::vector<float> drawFromPrior(int latentSize, Random& random);

} // namespace segue::latent
