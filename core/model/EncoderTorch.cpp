#include "core/model/EncoderTorch.h"

#include "core/model/SegmentsTorch.h"

namespace segue::model {

using torch::Tensor;

Encoder::Encoder(const NamedWeights& weights, const architecture::Blueprint& plan)
    : m_mean(weights, "encoder.mean"), m_sigma(weights, "encoder.sigma") {
    for (const architecture::EncoderLevel& level : plan.encoder)
        m_levels.push_back({BidirectionalLstm(weights, level.layers), level.steps});
}

PosteriorTensors Encoder::encode(const Tensor& input, const Tensor& lengths, const InputDropout& dropout) const {
    const std::int64_t B = input.size(1);
    Tensor x = input; // [T, B, D]
    for (std::size_t level = 0; level < m_levels.size(); ++level) {
        const std::int64_t T = x.size(0);
        const std::int64_t S = T / m_levels[level].steps;
        const Tensor counted = level == 0 ? lengthsOfSegments(lengths, T, S) : Tensor(); // [S*B]
        x = summary(level, sideBySide(x, S), counted, dropout).view({S, B, -1}); // [S, B, 2H]
    }
    return {m_mean(x[0]), at::softplus(m_sigma(x[0]))}; // [B, Z]
}

} // namespace segue::model
