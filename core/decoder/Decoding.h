#pragma once

#include "core/base/FunctionRef.h"
#include "core/music/Pattern.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace segue::decoder {

/// q(z|x) of one pattern: independent normal distributions. Shape: both [Z].
struct Posterior {
    std::vector<float> mean;
    std::vector<float> sigma; ///< standard deviations, above 0
};

/// How what a decoder says becomes what is played.
///
/// At temperature 0, of classes the likeliest is taken (the first of equals), and of yes and no (a hit, a drum of a
/// roll) what is likelier than `threshold`. Otherwise all is drawn, step by step and column by column, with one number
/// of Random(seed) each: a class from softmax(logits / temperature), a yes with the probability
/// sigmoid((logit - logit(threshold)) / temperature); both tend to the former as the temperature falls to 0.
struct DecodeOptions {
    float temperature = 0.0F;
    float threshold = 0.5F; ///< [0, 1]; 0 plays every drum on every step, 1 none
    std::uint64_t seed = 0;
    /// Of each drum, instead of `threshold`; empty: that holds for all. Whoever decodes keeps them. Shape: [drums], one
    /// for each yes or no of a step.
    std::span<const float> thresholds = {};
};

/// The seed of window `index` of many that are decoded with one seed: Random::stream(seed, index).next().
[[nodiscard]] std::uint64_t seedOf(std::uint64_t seed, std::size_t index);

/// T steps, V columns.
struct DecodedTensors {
    std::vector<float> output; ///< [T, V] as the codec reads it; rows after the end of a segment are 0
    /// [T, V] before activations; of a NADE, given the answers before; 0 where output has no row.
    std::vector<float> logits;
    int steps = 0; ///< that are final, from the first on: T of a whole window. Rows behind them are 0
};

/// Hears of a window while it is decoded, each time when a further segment of it is final, but for the last; false
/// cancels what is left.
using OnSegment = FunctionRef<bool(const DecodedTensors& soFar)>;

struct DecodedPattern {
    music::Pattern pattern;
    /// [T, V]: how likely each class and each yes was, whatever temperature and threshold made of it; of a groove's
    /// velocities and offsets the numbers themselves. 0 where nothing was written.
    std::vector<float> probabilities;
    int steps = 0; ///< that are final; behind them nothing happens, or in a performance no instrument stands
};

} // namespace segue::decoder
