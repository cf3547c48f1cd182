#pragma once

#include "tests/core/model/slow/Network.h"

namespace segue::slow {

/// What level `level` of the encoder makes of the steps of one segment. Shape: [2H].
[[nodiscard]] Row encodeSegment(const architecture::EncoderConfig& config, const Weights& weights, std::size_t level,
                                const Rows& steps, int length);

/// All levels, from the lowest up. Shape: [2H].
[[nodiscard]] Row encodeWindow(const architecture::EncoderConfig& config, const Weights& weights, const Rows& steps,
                               const std::vector<int>& lengths);

} // namespace segue::slow
