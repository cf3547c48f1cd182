#include "training/Adam.h"

#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>

namespace segue::training {

void adamUpdate(std::span<float> weights, std::span<const float> gradient, AdamMoments& moments, double learningRate,
                double gradientScale, std::int64_t step) {
    assert(weights.size() == gradient.size() && weights.size() == moments.first.size() &&
           weights.size() == moments.second.size());
    constexpr float kFirstDecay = 0.9F;
    constexpr float kSecondDecay = 0.999F;
    constexpr float kEpsilon = 1e-8F;
    const double firstBias = 1.0 - std::pow(static_cast<double>(kFirstDecay), static_cast<double>(step));
    const double secondBias = 1.0 - std::pow(static_cast<double>(kSecondDecay), static_cast<double>(step));
    const auto rate = static_cast<float>(learningRate / firstBias);
    const auto rootOfBias = static_cast<float>(1.0 / std::sqrt(secondBias));
    const auto scale = static_cast<float>(gradientScale);

    float* __restrict w = weights.data();
    const float* __restrict g = gradient.data();
    float* __restrict m = moments.first.data();
    float* __restrict v = moments.second.data();
    const std::size_t count = weights.size();
    for (std::size_t i = 0; i < count; ++i) {
        const float slope = scale == 0.0F ? 0.0F : g[i] * scale; // 0 * infinity must not poison the moments
        m[i] = kFirstDecay * m[i] + (1.0F - kFirstDecay) * slope;
        v[i] = kSecondDecay * v[i] + (1.0F - kSecondDecay) * slope * slope;
        w[i] -= rate * m[i] / (std::sqrt(v[i]) * rootOfBias + kEpsilon);
    }
}

double sumOfSquares(std::span<const float> values) {
    constexpr std::size_t kBlock = 1024; // floats within a block, doubles across: exact enough and vectorised
    double total = 0.0;
    for (std::size_t start = 0; start < values.size(); start += kBlock) {
        const auto block = values.subspan(start, std::min(kBlock, values.size() - start));
        std::array<float, 16> lanes{};
        std::size_t i = 0;
        for (; i + lanes.size() <= block.size(); i += lanes.size())
            for (std::size_t lane = 0; lane < lanes.size(); ++lane)
                lanes[lane] += block[i + lane] * block[i + lane];
        for (; i < block.size(); ++i)
            lanes[0] += block[i] * block[i];
        for (const float lane : lanes)
            total += static_cast<double>(lane);
    }
    return total;
}

double gradientScale(double norm, double clip, double skip) {
    if (!(norm < skip))
        return 0.0;
    return norm > clip ? clip / norm : 1.0;
}

} // namespace segue::training
