#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace segue::training {

/// The two moments of one weight tensor, as many values as it has.
struct AdamMoments {
    std::vector<float> first;
    std::vector<float> second;

    friend bool operator==(const AdamMoments&, const AdamMoments&) = default;
};

/// One update of one weight tensor in place, with TensorFlow's defaults (0.9, 0.999, epsilon 1e-8) and bias correction.
/// `step` counts from 1. `gradientScale` is multiplied onto the gradient first: 1, less where it was clipped, 0 where
/// the step is skipped (the moments still decay, as in Magenta). Requires: equal sizes.
/// Source: Kingma and Ba 2015, algorithm 1.
void adamUpdate(std::span<float> weights, std::span<const float> gradient, AdamMoments& moments, double learningRate,
                double gradientScale, std::int64_t step);

/// Sum of the squares, for the global norm.
[[nodiscard]] double sumOfSquares(std::span<const float> values);

/// What to multiply a gradient of this global norm with: 1, clip / norm where it is longer than `clip`, and 0 from
/// `skip` on. A norm that is no number gives 0.
[[nodiscard]] double gradientScale(double norm, double clip, double skip);

} // namespace segue::training
