#pragma once

#include "core/model/MusicVaeTorch.h"

namespace segue::training {

struct LossWeights {
    double beta = 1.0;
    double freeBits = 0.0; ///< bits an example, over all of z
    double velocity = 1.0; ///< of a groove
    double offset = 1.0;
    bool onHitsOnly = false; ///< velocity and offset
};

/// Each a tensor of one value; nats where they are likelihoods.
struct LossTerms {
    torch::Tensor total; ///< reconstruction + beta * mean of max(KL - free bits, 0)
    torch::Tensor reconstruction; ///< mean over the batch
    torch::Tensor kl; ///< mean over the batch, before free bits
};

/// What the targets of a batch cost under a decoder's logits: the sum over the steps that count and the decoder's
/// outputs. Never divided by a length. Shape: logits [T, B, V]; returns [B]. Of the batch it reads target and lengths.
///
/// - categorical: cross-entropy;
/// - boolean: cross-entropy of each column;
/// - nade: log loss of each column with epsilon 1e-6, under the logits of MusicVae::decode();
/// - groove: log loss of the hits with epsilon 1e-7, squared errors of velocities and offsets.
///
/// Source: magenta/models/music_vae/lstm_models.py; magenta/common/nade.py; on hits only is ours.
[[nodiscard]] torch::Tensor reconstructionLoss(const std::vector<architecture::OutputPart>& outputs,
                                               const torch::Tensor& logits, const model::BatchTensors& batch,
                                               const LossWeights& weights);

/// KL of each example's posterior to N(0, I), in nats. Shape: [B]. Source: Kingma and Welling 2014, appendix B.
[[nodiscard]] torch::Tensor klDivergence(const model::PosteriorTensors& posterior);

/// Shape: both [B]. Source: magenta/models/music_vae/base_model.py.
[[nodiscard]] LossTerms lossTerms(const torch::Tensor& reconstruction, const torch::Tensor& kl,
                                  const LossWeights& weights);

} // namespace segue::training
