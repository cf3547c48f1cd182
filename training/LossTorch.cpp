#include "training/LossTorch.h"

#include <numbers>

namespace segue::training {
namespace {

using architecture::OutputPart;
using torch::Tensor;

/// -log likelihood of answers, 0 or 1, under probabilities: TensorFlow's way of staying finite.
Tensor logLoss(const Tensor& answers, const Tensor& probabilities, double epsilon) {
    return -(answers * torch::log(probabilities + epsilon) +
             (1.0 - answers) * torch::log(1.0 - probabilities + epsilon));
}

/// Shape: logits and target [T, B, 3 drums]; returns [T, B].
Tensor grooveLoss(const Tensor& logits, const Tensor& target, const LossWeights& weights) {
    constexpr double kEpsilon = 1e-7;
    const std::int64_t drums = logits.size(2) / 3;
    const auto third = [&](const Tensor& x, std::int64_t n) { return x.narrow(2, n * drums, drums); };
    const Tensor hit = third(target, 0); // [T, B, drums]
    const auto squaredError = [&](const Tensor& guess, std::int64_t n) {
        const Tensor difference = guess - third(target, n);
        const Tensor squared = difference * difference;
        return weights.onHitsOnly ? squared * hit : squared;
    };
    return (logLoss(hit, torch::sigmoid(third(logits, 0)), kEpsilon) +
            weights.velocity * squaredError(torch::sigmoid(third(logits, 1)), 1) +
            weights.offset * squaredError(torch::tanh(third(logits, 2)), 2))
        .sum(2); // [T, B]
}

/// Shape: logits and target [T, B, W], the part's columns; returns [T, B].
Tensor partLoss(OutputPart::Kind kind, const Tensor& logits, const Tensor& target, const LossWeights& weights) {
    constexpr double kNadeEpsilon = 1e-6;
    switch (kind) {
    case OutputPart::Kind::Categorical: return -(target * torch::log_softmax(logits, 2)).sum(2);
    case OutputPart::Kind::Boolean:
        return (torch::relu(logits) - logits * target + torch::log1p(torch::exp(-logits.abs()))).sum(2);
    case OutputPart::Kind::Nade: return logLoss(target, torch::sigmoid(logits), kNadeEpsilon).sum(2);
    case OutputPart::Kind::Groove: break;
    }
    return grooveLoss(logits, target, weights);
}

/// 1 where a step counts, else 0. Shape: lengths [B, segments]; returns [T, B].
Tensor stepsThatCount(const Tensor& lengths, std::int64_t steps) {
    const std::int64_t segmentSteps = steps / lengths.size(1);
    const Tensor within = torch::arange(segmentSteps).lt(lengths.unsqueeze(2)); // [B, segments, steps of a segment]
    return within.to(torch::kFloat32).view({lengths.size(0), steps}).t(); // [T, B]
}

} // namespace

Tensor reconstructionLoss(const std::vector<OutputPart>& outputs, const Tensor& logits,
                          const model::BatchTensors& batch, const LossWeights& weights) {
    Tensor perStep; // [T, B]
    std::int64_t column = 0;
    for (const OutputPart& part : outputs) {
        const Tensor loss = partLoss(part.kind, logits.narrow(2, column, part.width),
                                     batch.target.narrow(2, column, part.width), weights);
        perStep = perStep.defined() ? perStep + loss : loss;
        column += part.width;
    }
    if (batch.lengths.defined())
        perStep = perStep * stepsThatCount(batch.lengths, perStep.size(0));
    return perStep.sum(0); // [B]
}

Tensor klDivergence(const model::PosteriorTensors& posterior) {
    const Tensor& mean = posterior.mean;
    const Tensor& sigma = posterior.sigma;
    return 0.5 * (sigma * sigma + mean * mean - 1.0 - 2.0 * torch::log(sigma)).sum(1); // [B]
}

LossTerms lossTerms(const Tensor& reconstruction, const Tensor& kl, const LossWeights& weights) {
    LossTerms terms;
    terms.reconstruction = reconstruction.mean();
    terms.kl = kl.mean();
    terms.total = terms.reconstruction + weights.beta * torch::relu(kl - weights.freeBits * std::numbers::ln2).mean();
    return terms;
}

} // namespace segue::training
