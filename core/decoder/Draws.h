#pragma once

#include "core/base/Random.h"
#include "core/decoder/Decoding.h"

#include <cstddef>
#include <span>

namespace segue::decoder {

/// Takes the answers of one decoding, one after another. Each draw takes one number of Random(options.seed); at
/// temperature 0 none is taken.
class Draws {
public:
    /// Requires: options.thresholds outlive this.
    explicit Draws(const DecodeOptions& options);

    /// The first class whose cumulative probability exceeds the number drawn; the greatest logit, the first of equals,
    /// at temperature 0. Requires: logits are not empty.
    [[nodiscard]] std::size_t oneOf(std::span<const float> logits);
    /// Of a drum of the step: its place among those that are hit or not.
    [[nodiscard]] bool yes(float logit, std::size_t drum);

private:
    float m_temperature;
    float m_threshold;
    std::span<const float> m_thresholds;
    Random m_random;
};

/// 1 / (1 + exp(-x)).
[[nodiscard]] float sigmoid(float x);
/// Probabilities of the classes. Shape: both alike.
void softmax(std::span<const float> logits, std::span<float> out);

} // namespace segue::decoder
