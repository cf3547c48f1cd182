#include "training/BatchTorch.h"

namespace segue::training {
namespace {

using torch::Tensor;

std::size_t size(std::int64_t count) {
    return static_cast<std::size_t>(count);
}

/// Whether step `step` of row `row` counts.
bool counts(const Batch& batch, int step, int row) {
    if (batch.lengths.empty())
        return true;
    const auto segments = std::ssize(batch.lengths) / batch.rows;
    const auto steps = batch.shape.steps / segments; // of a segment
    return step % steps < batch.lengths[size(row * segments + step / steps)];
}

} // namespace

model::BatchTensors tensorsOf(Batch& batch) {
    const auto tensor = [&](std::vector<float>& values, std::int64_t depth) {
        return torch::from_blob(values.data(), {batch.shape.steps, batch.rows, depth}); // [T, B, depth]
    };
    model::BatchTensors tensors;
    tensors.input = tensor(batch.input, batch.shape.input);
    if (batch.shape.control > 0)
        tensors.control = tensor(batch.control, batch.shape.control);
    tensors.previous = tensor(batch.previous, batch.shape.output);
    tensors.target = tensor(batch.targets, batch.shape.output);
    if (!batch.hearsItself.empty()) {
        tensors.hearsItself =
            torch::from_blob(batch.hearsItself.data(), {batch.shape.steps, batch.rows, 1}, torch::kBool);
        tensors.uniforms =
            tensor(batch.uniforms, std::ssize(batch.uniforms) / std::ssize(batch.hearsItself)); // [T, B, D]
    }
    if (!batch.lengths.empty())
        tensors.lengths =
            torch::from_blob(batch.lengths.data(), {batch.rows, std::ssize(batch.lengths) / batch.rows}, torch::kInt64);
    return tensors;
}

void addDecisions(DecisionScores& scores, const Tensor& answers, float threshold, const Batch& batch) {
    constexpr float kHalf = 0.5F;
    const Tensor contiguous = answers.contiguous();
    const std::span<const float> said(contiguous.data_ptr<float>(), size(contiguous.numel()));
    const std::span<const float> targets(batch.targets);
    const std::size_t depth = size(batch.shape.output);
    const auto& parts = scores.parts();
    std::vector<Decision> truth(parts.size());
    std::vector<Decision> guess(parts.size());
    for (int step = 0; step < batch.shape.steps; ++step)
        for (int row = 0; row < batch.rows; ++row) {
            if (!counts(batch, step, row))
                continue;
            const std::size_t at = (size(step) * size(batch.rows) + size(row)) * depth;
            for (std::size_t part = 0; part < parts.size(); ++part) {
                truth[part] = decisionOf(parts[part], targets.subspan(at, depth), kHalf);
                guess[part] = decisionOf(parts[part], said.subspan(at, depth), threshold);
            }
            scores.add(truth, guess);
        }
}

} // namespace segue::training
