#include "core/latent/Prior.h"

namespace segue::latent {

std::vector<float> drawFromPrior(int latentSize, Random& random) {
    std::vector<float> z;
    z.reserve(static_cast<std::size_t>(latentSize));
    for (int i = 0; i < latentSize; ++i)
        z.push_back(static_cast<float>(random.normal()));
    return z;
}

} // namespace segue::latent
