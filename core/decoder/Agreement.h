#pragma once

#include "core/base/Result.h"
#include "core/decoder/LiveModel.h"

#include <cstddef>
#include <functional>
#include <span>
#include <stop_token>

namespace segue::decoder {

/// How far two models say the same: what it costs to keep a model's weights in 16 bits.
///
/// A decision is one class of several (a melody's token), one answer of yes and no (a drum of a roll, a hit of a
/// groove). A step that only one of them wrote, the other having ended before, counts as decided otherwise.
struct Agreement {
    std::size_t patterns = 0;
    std::size_t equalPatterns = 0; ///< without any decision that differs
    std::size_t decisions = 0;
    std::size_t equalDecisions = 0;
    /// Of grooves, over the cells that both hit: the mean distance of their velocities and of their offsets.
    double velocityError = 0;
    double offsetError = 0;

    /// Of the decisions. Range: [0, 1]; 1 where there are none.
    [[nodiscard]] double share() const;
};

struct AgreementOptions {
    int threads = 1; ///< that share the work, the caller's among them
    /// Called now and then with how many points are done of how many.
    std::function<void(std::size_t done, std::size_t total)> progress{};
    std::stop_token stop{};
};

/// Decodes the points with both models at temperature 0 and compares. Shape: z [N, Z]. Requires: the models have the
/// same architecture. Errors: Cancelled. Cost: two decodings a point.
[[nodiscard]] Result<Agreement> agreementOf(const LiveModel& model, const LiveModel& other, std::span<const float> z,
                                            const AgreementOptions& options = {});

} // namespace segue::decoder
