#pragma once

#include "core/decoder/LiveModel.h"
#include "core/latent/Interpolation.h"

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace segue::latent {

/// How steadily patterns change on the way from A to B.
struct InterpolationScores {
    int pairs = 0;
    double steady = 0; ///< share of the pairs in which the distance to A never falls from one point to the next
    double nearlySteady = 0; ///< the same where it may fall by one hit, or one event
    double half = 0; ///< onsets half way, in those of the two ends' mean; 1: as much happens
};

/// Two examples, as rows of the means.
struct Ends {
    int a = 0;
    int b = 0;
};

/// Pairs of examples of two pieces, drawn with the seed; fewer than asked for if there is only one piece: none.
/// Shape: pieces [count].
[[nodiscard]] std::vector<Ends> drawPairs(std::span<const int> pieces, int count, std::uint64_t seed);

/// Decodes 9 points, the ends among them, on the way of each pair (argmax). Distances are music::distance's.
/// Shape: means [count, Z]. Not whole if it was stopped.
[[nodiscard]] InterpolationScores interpolationScores(const decoder::LiveModel& model, std::span<const float> means,
                                                      std::span<const Ends> pairs, Path path,
                                                      const std::stop_token& stop = {});

} // namespace segue::latent
