#pragma once

#include "core/model/MusicVaeTorch.h"
#include "training/Batches.h"
#include "training/Exchange.h"
#include "training/LossTorch.h"
#include "training/Metrics.h"
#include "training/TrainingState.h"
#include "training/Workers.h"

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

/// What some rows of a batch say: their share of its numbers, which add up to those of the whole.
struct PartResult {
    StepResult numbers; ///< but for the gradient's norm
    std::vector<torch::Tensor> gradients; ///< in the order of the model's parameters; contiguous
};

/// A model that learns: the network and Adam's moments. Thread: one at a time.
///
/// Several processes learn one model so: each of them differentiates its rows of a batch, the gradients are summed over
/// all, and each makes the same update. With dropout the joined gradient is another draw of the same kind than that of
/// a batch in one piece, and without it the same within rounding. So do the workers of one process with the parts of
/// its rows: what is learned depends on how many parts there are, to the bit, and not on how many workers.
class Learner {
public:
    /// `exchange` is with the other processes, if there are any, and outlives this. Requires: model.hasEncoder().
    Learner(model::MusicVae model, const Hyperparameters& parameters, Exchange* exchange = nullptr, int workers = 1);

    [[nodiscard]] const model::MusicVae& model() const { return m_model; }

    /// One update, from this process's rows of the batch, in one part or several. `step` counts the updates before it;
    /// it decides what is drawn. A result that is not finite leaves the weights as they were. Errors: Exchange's; the
    /// weights likewise.
    [[nodiscard]] Result<StepResult> learn(std::vector<Batch> parts, std::int64_t step, double learningRate,
                                           double beta);
    [[nodiscard]] Result<StepResult> learn(Batch batch, std::int64_t step, double learningRate, double beta) {
        return learn(std::vector{std::move(batch)}, step, learningRate, beta);
    }

    /// Puts weights and moments in, or takes them back. Errors: ShapeMismatch.
    void save(TrainingState& state) const;
    [[nodiscard]] Status restore(const TrainingState& state);
    /// Takes weights, moments and precision of rank 0 over. Errors: Exchange's.
    [[nodiscard]] Status followRankZero();

private:
    [[nodiscard]] PartResult differentiate(Batch batch, std::int64_t step, double beta) const;
    [[nodiscard]] PartResult sumOverParts(std::vector<PartResult> parts);
    [[nodiscard]] Status sumOverProcesses(PartResult& part);
    [[nodiscard]] StepResult update(const PartResult& whole, std::int64_t step, double learningRate);

    model::MusicVae m_model;
    Hyperparameters m_parameters;
    Exchange* m_exchange;
    std::vector<AdamMoments> m_moments; // in the order of the model's parameters
    std::vector<float> m_exchanged; // all gradients in one piece
    std::unique_ptr<Workers> m_workers;
};

/// What the parameters ask for.
[[nodiscard]] LossWeights lossWeights(const Hyperparameters& parameters, double beta);

/// z = mean + sigma * noise, with noise from N(0, I) of `random`; of a batch's rows from `firstRow` on, what the whole
/// batch draws for them. Shape: [B, Z].
[[nodiscard]] torch::Tensor sampleLatent(const model::PosteriorTensors& posterior, Random random, int firstRow = 0);

} // namespace segue::training
