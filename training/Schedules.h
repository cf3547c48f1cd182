#pragma once

#include <cstdint>

namespace segue::training {

struct Hyperparameters;

/// (lr - min) * decay^step + min. Source: magenta/models/music_vae/base_model.py, train.
[[nodiscard]] double exponentialLearningRate(double highest, double lowest, double decay, std::int64_t step);

/// Rises in a line over `warmupSteps`, then falls as half a cosine to `lowest` at progress 1.
/// Range: progress in [0, 1], the share of the run that is done. Source: Loshchilov and Hutter 2017, eq. 5.
[[nodiscard]] double cosineLearningRate(double highest, double lowest, std::int64_t warmupSteps, std::int64_t step,
                                        double progress);

/// maxBeta * (1 - rate^step), as in Magenta; with rate 0 that is maxBeta from step 1 on.
[[nodiscard]] double betaAt(double maxBeta, double rate, std::int64_t step);

/// 1 - k / (k + e^(step / k)): nearly 0 at first, one half at step k ln k, then nearly 1. Requires: k >= 1.
/// Source: Bengio et al. 2015, arXiv 1506.03099, section 2.4; magenta/models/music_vae/lstm_utils.py.
[[nodiscard]] double inverseSigmoidSampling(double k, std::int64_t step);
/// 1 - k^step. Range: k in (0, 1). Source: as above.
[[nodiscard]] double exponentialSampling(double k, std::int64_t step);

// Those that the parameters ask for.

[[nodiscard]] double learningRateAt(const Hyperparameters& parameters, std::int64_t step, double progress);
/// The chance that a decoder's step hears what the decoder itself said, [0, 1].
[[nodiscard]] double samplingProbabilityAt(const Hyperparameters& parameters, std::int64_t step);

} // namespace segue::training
