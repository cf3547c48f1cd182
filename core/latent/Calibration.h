#pragma once

#include "core/base/Result.h"
#include "core/decoder/LiveModel.h"
#include "core/latent/LatentDensity.h"

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace segue::latent {

struct CalibrationOptions {
    std::uint64_t seed = 1;
    std::function<void(double done)> progress{}; ///< [0, 1]. Thread: the caller's
    std::stop_token stop{};
};

/// A density whose draws have, once decoded, as many onsets in each part as the examples: `onsets`, the mean of
/// music::onsetsByPart. Without that a drum that is seldom hit is hit less often still, since the way from one example
/// towards others leads through patterns without it.
///
/// Draws around each centre are decoded, and the centres weighed anew: of all weights that give these onsets, those
/// that are nearest to the weights there were (in relative entropy).
/// Errors: ShapeMismatch (other parts than the model's), Cancelled. Cost: decoding up to four draws a centre.
[[nodiscard]] Result<LatentDensity> calibrated(LatentDensity density, const decoder::LiveModel& model,
                                               std::span<const double> onsets, const CalibrationOptions& options = {});

/// The weights nearest to `weights` under which the rows of `counts` have the mean `wanted`, or come as near to it as a
/// little regularisation lets them. Shape: weights [K], counts [K, P], wanted [P].
[[nodiscard]] std::vector<float> tilted(std::span<const float> weights, std::span<const double> counts,
                                        std::span<const double> wanted);

} // namespace segue::latent
