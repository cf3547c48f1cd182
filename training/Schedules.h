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

/// The one that the parameters ask for.
[[nodiscard]] double learningRateAt(const Hyperparameters& parameters, std::int64_t step, double progress);

} // namespace segue::training
