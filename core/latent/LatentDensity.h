#pragma once

#include "core/base/Random.h"

#include <span>
#include <vector>

namespace segue::latent {

/// Where the posterior means of music lie: what to draw from instead of N(0, I), which a model that was taught to
/// reconstruct closely fills only in part, so that draws from it are too busy.
///
/// A mixture of Gaussians with one covariance whose centres are means of examples. Mixtures of fewer and wider
/// Gaussians have a greater likelihood, but what they draw are averages of many patterns: a drum that few of them hit
/// is then hit by none.
struct LatentDensity {
    int latentSize = 0;
    std::vector<float> centres; ///< [K, Z], K at least 1
    std::vector<float> weights; ///< [K], relative to each other; none below 0, some above
    std::vector<float> factor; ///< [Z, Z], lower triangular: the covariance is factor factor^T

    [[nodiscard]] int count() const { return static_cast<int>(weights.size()); }
    [[nodiscard]] std::span<const float> centre(int index) const {
        const auto size = static_cast<std::size_t>(latentSize);
        return std::span(centres).subspan(static_cast<std::size_t>(index) * size, size);
    }
    [[nodiscard]] std::vector<float> draw(Random& random) const;
    [[nodiscard]] std::vector<float> drawAround(int index, Random& random) const;

    friend bool operator==(const LatentDensity&, const LatentDensity&) = default;
};

} // namespace segue::latent
