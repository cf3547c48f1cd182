#include "training/LossTorch.h"

#include <numbers>

namespace segue::training {

using torch::Tensor;

Tensor klDivergence(const model::PosteriorTensors& posterior) {
    const Tensor& mean = posterior.mean;
    const Tensor& sigma = posterior.sigma;
    return 0.5 * (sigma * sigma + mean * mean - 1.0 - 2.0 * torch::log(sigma)).sum(1); // [B]
}

LossTerms grooveLoss(const Tensor& logits, const Tensor& target, const model::PosteriorTensors& posterior,
                     const LossWeights& weights) {
    constexpr double kEpsilon = 1e-7; // TensorFlow's log_loss
    constexpr std::int64_t kDrums = music::kDrumClasses;
    const auto batch = static_cast<double>(target.size(1));
    const Tensor guess = model::activateGroove(logits); // [T, B, 27]
    const auto third = [](const Tensor& x, std::int64_t n) { return x.narrow(2, n * kDrums, kDrums); };
    const Tensor hit = third(target, 0); // [T, B, 9]
    const Tensor probability = third(guess, 0);

    LossTerms terms;
    terms.hits =
        -(hit * torch::log(probability + kEpsilon) + (1.0 - hit) * torch::log(1.0 - probability + kEpsilon)).sum() /
        batch;
    const auto squaredError = [&](std::int64_t n) {
        const Tensor difference = third(guess, n) - third(target, n);
        const Tensor squared = difference * difference;
        return (weights.onHitsOnly ? squared * hit : squared).sum() / batch;
    };
    terms.velocity = squaredError(1);
    terms.offset = squaredError(2);
    terms.reconstruction = terms.hits + weights.velocity * terms.velocity + weights.offset * terms.offset;

    const Tensor kl = klDivergence(posterior); // [B]
    terms.kl = kl.mean();
    terms.total = terms.reconstruction + weights.beta * torch::relu(kl - weights.freeBits * std::numbers::ln2).mean();
    return terms;
}

} // namespace segue::training
