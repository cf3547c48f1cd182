#pragma once

#include "core/model/MusicVaeTorch.h"
#include "training/Evaluation.h"
#include "training/LossTorch.h"

namespace segue::training {

/// Every `stride`-th window is measured. Requires: model.hasEncoder(), and the data's codec is the model's.
[[nodiscard]] Evaluation evaluate(const model::MusicVae& model, const Dataset& data, const LossWeights& weights,
                                  int stride = 1);

/// Posterior means of every `stride`-th window. Shape: [windows, Z].
[[nodiscard]] torch::Tensor latentMeans(const model::MusicVae& model, const Dataset& data, int stride = 1);

} // namespace segue::training
