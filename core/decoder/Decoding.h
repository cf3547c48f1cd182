#pragma once

#include "core/music/Pattern.h"

#include <cstdint>
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
};

/// T steps, V columns.
struct DecodedTensors {
    std::vector<float> output; ///< [T, V] as the codec reads it; rows after the end of a segment are 0
    /// [T, V] before activations; of a NADE, given the answers before; 0 where output has no row.
    std::vector<float> logits;
};

struct DecodedPattern {
    music::Pattern pattern;
    /// [T, V]: how likely each class and each yes was, whatever temperature and threshold made of it; of a groove's
    /// velocities and offsets the numbers themselves.
    std::vector<float> probabilities;
};

} // namespace segue::decoder
