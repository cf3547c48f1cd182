#pragma once

#include "core/model/MusicVaeTorch.h"
#include "training/Batches.h"
#include "training/Metrics.h"

namespace segue::training {

/// The batch as the networks read it, in the same memory. Requires: `batch` outlives the tensors.
[[nodiscard]] model::BatchTensors tensorsOf(Batch& batch);

/// Adds every step of the batch that counts: what `answers` decide against the targets. Shape: answers [T, B, V];
/// `threshold` as decisionOf's.
void addDecisions(DecisionScores& scores, const torch::Tensor& answers, float threshold, const Batch& batch);

} // namespace segue::training
