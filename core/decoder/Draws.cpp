#include "core/decoder/Draws.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace segue::decoder {

Draws::Draws(const DecodeOptions& options)
    : m_temperature(options.temperature),
      m_threshold(options.threshold),
      m_thresholds(options.thresholds),
      m_random(options.seed) {}

std::size_t Draws::oneOf(std::span<const float> logits) {
    const auto likeliest = std::ranges::max_element(logits);
    if (!(m_temperature > 0.0F))
        return static_cast<std::size_t>(likeliest - logits.begin());
    const auto weight = [&](float logit) { // exp() of 0 at most: a small temperature cannot overflow it
        return std::exp((static_cast<double>(logit) - static_cast<double>(*likeliest)) /
                        static_cast<double>(m_temperature));
    };
    const double sum = std::transform_reduce(logits.begin(), logits.end(), 0.0, std::plus<>(), weight);
    const double drawn = m_random.uniform();
    double cumulative = 0.0;
    for (std::size_t index = 0; index < logits.size(); ++index) {
        cumulative += weight(logits[index]) / sum;
        if (cumulative > drawn)
            return index;
    }
    return logits.size() - 1; // the sum fell short of 1 by rounding
}

bool Draws::yes(float logit, std::size_t drum) {
    assert(m_thresholds.empty() || drum < m_thresholds.size());
    const float threshold = m_thresholds.empty() ? m_threshold : m_thresholds[drum];
    if (!(m_temperature > 0.0F))
        return sigmoid(logit) > threshold;
    const float shift = std::log(threshold / (1.0F - threshold));
    return m_random.uniform() < static_cast<double>(sigmoid((logit - shift) / m_temperature));
}

std::uint64_t seedOf(std::uint64_t seed, std::size_t index) {
    return Random::stream(seed, index).next();
}

float sigmoid(float x) {
    return 1.0F / (1.0F + std::exp(-x));
}

void softmax(std::span<const float> logits, std::span<float> out) {
    assert(out.size() == logits.size());
    const float greatest = *std::ranges::max_element(logits);
    float sum = 0.0F;
    for (std::size_t index = 0; index < logits.size(); ++index)
        sum += out[index] = std::exp(logits[index] - greatest);
    for (float& value : out)
        value /= sum;
}

} // namespace segue::decoder
