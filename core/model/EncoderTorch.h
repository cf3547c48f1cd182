#pragma once

#include "core/model/BidirectionalLstmTorch.h"

namespace segue::model {

/// q(z|x): independent normal distributions. Shape: both [B, Z].
struct PosteriorTensors {
    torch::Tensor mean;
    torch::Tensor sigma; ///< standard deviations
};

/// Sums up a window as a distribution of z: a level of bidirectional layers reads segments of steps, the next one
/// segments of what that said of its segments, until one is left; two heads turn it into mean and sigma.
/// Letters: T steps, B batch, D inputs and controls, S segments of a level, H units, Z latent.
/// Source: magenta/models/music_vae/lstm_models.py, BidirectionalLstmEncoder and HierarchicalLstmEncoder.
class Encoder {
public:
    /// Requires: plan.encoder is not empty.
    Encoder(const NamedWeights& weights, const architecture::Blueprint& plan);

    /// Shape: x [T, B, D]; lengths int64 [B, segments] or undefined.
    [[nodiscard]] PosteriorTensors encode(const torch::Tensor& x, const torch::Tensor& lengths,
                                          const InputDropout& dropout) const;

    /// What one level says of sequences of its length. Shape: x [T, B, D], lengths int64 [B] or undefined; [B, 2H].
    [[nodiscard]] torch::Tensor summary(std::size_t level, const torch::Tensor& x, const torch::Tensor& lengths,
                                        const InputDropout& dropout) const {
        return m_levels[level].layers.read(x, lengths, dropout).ends;
    }

private:
    struct Level {
        BidirectionalLstm layers;
        std::int64_t steps; ///< of a segment
    };
    std::vector<Level> m_levels; ///< the lowest first
    Dense m_mean;
    Dense m_sigma;
};

} // namespace segue::model
