#include "core/latent/LatentDensity.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace segue::latent {

std::vector<float> LatentDensity::draw(Random& random) const {
    assert(!weights.empty());
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    double left = random.uniform() * total;
    int chosen = 0;
    for (int index = 0; index < count(); ++index) {
        const auto weight = static_cast<double>(weights[static_cast<std::size_t>(index)]);
        if (weight <= 0)
            continue;
        chosen = index; // the last one, should rounding leave a rest
        if (left < weight)
            break;
        left -= weight;
    }
    return drawAround(chosen, random);
}

std::vector<float> LatentDensity::drawAround(int index, Random& random) const {
    const auto size = static_cast<std::size_t>(latentSize);
    std::vector<double> normal(size);
    std::ranges::generate(normal, [&random] { return random.normal(); });
    std::vector<float> z;
    z.reserve(size);
    for (std::size_t row = 0; row < size; ++row) {
        const auto of = factor.begin() + static_cast<std::ptrdiff_t>(row * size);
        const double away =
            std::inner_product(of, of + static_cast<std::ptrdiff_t>(row) + 1, normal.begin(), 0.0); // lower triangle
        z.push_back(static_cast<float>(static_cast<double>(centre(index)[row]) + away));
    }
    return z;
}

} // namespace segue::latent
