#pragma once

#include "core/model/MusicVaeTorch.h"

namespace segue::training {

struct LossWeights {
    double beta = 1.0;
    double freeBits = 0.0; ///< bits an example, over all of z
    double velocity = 1.0;
    double offset = 1.0;
    bool onHitsOnly = false; ///< velocity and offset
};

/// Means over the batch of sums over steps and drums, each a tensor of one value; nats where they are likelihoods.
struct LossTerms {
    torch::Tensor total; ///< reconstruction + beta * mean of max(KL - free bits, 0)
    torch::Tensor reconstruction; ///< hits + velocity weight * velocity + offset weight * offset
    torch::Tensor hits; ///< log loss with epsilon 1e-7
    torch::Tensor velocity; ///< squared error
    torch::Tensor offset; ///< squared error
    torch::Tensor kl; ///< nats, before free bits
};

/// KL of each example's posterior to N(0, I), in nats. Shape: [B]. Source: Kingma and Welling 2014, appendix B.
[[nodiscard]] torch::Tensor klDivergence(const model::PosteriorTensors& posterior);

/// Shape: logits and target [T, B, 27], in thirds of hits, velocities and offsets.
/// Source: magenta/models/music_vae/{lstm_models.py GrooveLstmDecoder, base_model.py}; on hits only is ours.
[[nodiscard]] LossTerms grooveLoss(const torch::Tensor& logits, const torch::Tensor& target,
                                   const model::PosteriorTensors& posterior, const LossWeights& weights);

} // namespace segue::training
