#include "core/model/ChooserTorch.h"

#include "core/base/Random.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <span>

namespace segue::model {
namespace {

using architecture::OutputPart;
using torch::Tensor;

double sigmoid(double x) {
    return 1.0 / (1.0 + std::exp(-x));
}

std::size_t drawClass(std::span<const float> logits, double temperature, double uniform) {
    const double greatest = *std::ranges::max_element(logits);
    double sum = 0.0;
    for (const float logit : logits)
        sum += std::exp((logit - greatest) / temperature);
    double cumulative = 0.0;
    for (std::size_t index = 0; index < logits.size(); ++index) {
        cumulative += std::exp((logits[index] - greatest) / temperature) / sum;
        if (cumulative > uniform)
            return index;
    }
    return logits.size() - 1; // the sum fell short of 1 by rounding
}

/// Decides row by row: `decide` writes one row of decisions, which are all 0, from one row of logits.
template <class Decide>
Tensor byRow(const Tensor& logits, Decide decide) {
    const Tensor given = logits.contiguous();
    const auto width = static_cast<std::size_t>(given.size(1));
    Tensor decisions = torch::zeros_like(given);
    for (std::int64_t row = 0; row < given.size(0); ++row)
        decide(std::span<const float>(given[row].data_ptr<float>(), width),
               std::span<float>(decisions[row].data_ptr<float>(), width));
    return decisions;
}

} // namespace

Chooser likeliest() {
    return [](OutputPart::Kind kind, const Tensor& logits, std::int64_t) {
        if (kind != OutputPart::Kind::Categorical)
            return (logits > 0.0).to(torch::kFloat32);
        return byRow(logits, [](std::span<const float> given, std::span<float> decision) {
            decision[static_cast<std::size_t>(std::ranges::max_element(given) - given.begin())] = 1.0F;
        });
    };
}

Chooser drawn(const decoder::DecodeOptions& options) {
    const auto temperature = static_cast<double>(options.temperature);
    const auto thresholdOf = [options](std::size_t drum) {
        return static_cast<double>(options.thresholds.empty() ? options.threshold : options.thresholds[drum]);
    };
    // A std::function may be copied; its copies go on drawing from the same numbers.
    return [random = std::make_shared<Random>(options.seed), temperature,
            thresholdOf](OutputPart::Kind kind, const Tensor& logits, std::int64_t column) {
        if (kind == OutputPart::Kind::Categorical && !(temperature > 0.0))
            return likeliest()(kind, logits, column);
        return byRow(logits, [&](std::span<const float> given, std::span<float> decision) {
            if (kind == OutputPart::Kind::Categorical) {
                decision[drawClass(given, temperature, random->uniform())] = 1.0F;
                return;
            }
            for (std::size_t index = 0; index < given.size(); ++index) {
                const auto logit = static_cast<double>(given[index]);
                const double threshold = thresholdOf(static_cast<std::size_t>(column) + index);
                const bool yes =
                    temperature > 0.0
                        ? random->uniform() < sigmoid((logit - std::log(threshold / (1.0 - threshold))) / temperature)
                        : sigmoid(logit) > threshold;
                decision[index] = yes ? 1.0F : 0.0F;
            }
        });
    };
}

Chooser drawnBy(const Tensor& uniforms) {
    return [uniforms, used = std::make_shared<std::int64_t>(0)](OutputPart::Kind kind, const Tensor& logits,
                                                                std::int64_t) {
        const bool isClass = kind == OutputPart::Kind::Categorical;
        const std::int64_t count = isClass ? 1 : logits.size(1);
        const Tensor numbers = uniforms.narrow(1, *used, count);
        *used += count;
        if (!isClass)
            return (numbers < torch::sigmoid(logits)).to(torch::kFloat32); // [B, W]
        const Tensor cumulative = torch::softmax(logits, 1).cumsum(1); // [B, W]
        const Tensor index = (cumulative <= numbers).sum(1, true).clamp_max(logits.size(1) - 1); // [B, 1]
        return torch::zeros_like(logits).scatter_(1, index, 1.0); // [B, W]
    };
}

} // namespace segue::model
