#pragma once

#include "core/base/Result.h"
#include "core/latent/LatentDensity.h"

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>

namespace segue::latent {

struct DensityFitOptions {
    /// Which piece each example is of: a piece says nothing of itself when the width is chosen. Shape: [count], or
    /// empty: each is its own.
    std::span<const int> pieces{};
    int mostCentres = 0; ///< 0: as many as fit into a megabyte of 16-bit numbers, 1,540 of 256 values
    std::uint64_t seed = 1;
    /// Called with how much is done, [0, 1]. Thread: the caller's.
    std::function<void(double done)> progress{};
    std::stop_token stop{};
};

/// The density of examples' posterior means. Shape: means [count, Z].
///
/// The centres are examples, one of each of so many equal stretches of them, so that every piece has its share. The
/// covariance is that of the way from an example to the nearest centre, and is then made as wide as gives the examples
/// the greatest likelihood under the centres of other pieces. The same for the same means and options.
/// Errors: InvalidArgument (fewer than 2 examples, values not finite), ShapeMismatch, Cancelled. Cost: a product of
/// [count, Z] and [Z, centres], twice.
[[nodiscard]] Result<LatentDensity> fitDensity(std::span<const float> means, int latentSize,
                                               const DensityFitOptions& options = {});

/// A density that bends to a few examples of one's own: they become centres, which n examples draw as often as
/// n / (n + kOwnBalance), and of the density's own centres those near to them are drawn more often. How far draws stray
/// from a centre stays what the density has learned from many.
/// Shape: means [n, Z]. Errors: InvalidArgument (no example, values not finite), ShapeMismatch.
[[nodiscard]] Result<LatentDensity> personalised(const LatentDensity& density, std::span<const float> means,
                                                 std::uint64_t seed = 1);
/// With so many examples of one's own, half of the draws are of them.
constexpr int kOwnBalance = 24;

/// Mean of ln p(z), in nats. Shape: means [count, Z]. Requires: an example, a regular covariance.
[[nodiscard]] double logLikelihood(const LatentDensity& density, std::span<const float> means);

} // namespace segue::latent
