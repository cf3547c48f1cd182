#pragma once

#include "core/model/MusicVaeTorch.h"
#include "training/Batches.h"
#include "training/LossTorch.h"
#include "training/Metrics.h"
#include "training/TrainingState.h"

namespace segue::training {

/// What one update says of itself; see runs::TrainingReport for the units.
struct StepResult {
    double loss = 0.0;
    double reconstruction = 0.0;
    double klNats = 0.0;
    double gradientNorm = 0.0;
    Agreement agreement; ///< teacher-forced: the likeliest class, a probability above 0.5
    /// False when learning has broken down. An infinite gradient alone is skipped, as any that is too long.
    [[nodiscard]] bool isFinite() const;
};

/// A model that learns: the network and Adam's moments. Thread: one at a time.
class Learner {
public:
    /// Requires: model.hasEncoder().
    Learner(model::MusicVae model, const Hyperparameters& parameters);

    [[nodiscard]] const model::MusicVae& model() const { return m_model; }

    /// One update. `step` counts the updates before it; it decides what is drawn.
    /// A result that is not finite leaves the weights as they were.
    [[nodiscard]] StepResult learn(Batch batch, std::int64_t step, double learningRate, double beta);

    /// Puts weights and moments in, or takes them back. Errors: ShapeMismatch.
    void save(TrainingState& state) const;
    [[nodiscard]] Status restore(const TrainingState& state);

private:
    model::MusicVae m_model;
    Hyperparameters m_parameters;
    std::vector<AdamMoments> m_moments; // in the order of the model's parameters
};

/// What the parameters ask for.
[[nodiscard]] LossWeights lossWeights(const Hyperparameters& parameters, double beta);

/// z = mean + sigma * noise, with noise from N(0, I) of `random`. Shape: [B, Z].
[[nodiscard]] torch::Tensor sampleLatent(const model::PosteriorTensors& posterior, Random random);

} // namespace segue::training
