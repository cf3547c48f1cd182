#pragma once

#include "training/Trainer.h"
#include "training/TrainingState.h"

namespace segue::training {

/// Writes what a run has learned: what it can go on from, and models that can be played.
/// Errors of all: writeFileAtomically's; InvalidArgument (a weight is not finite: names it).
class Checkpoints {
public:
    /// Requires: `plan` outlives this.
    explicit Checkpoints(const TrainingPlan& plan) : m_plan(plan) {}

    /// The state, and its model as the last one. `evaluation` is the newest there is.
    [[nodiscard]] Status write(const TrainingState& state,
                               const std::optional<runs::EvaluationReport>& evaluation) const;
    /// The model of the state, with what `evaluation` says of it, as the best one.
    [[nodiscard]] Status writeBest(const TrainingState& state, const runs::EvaluationReport& evaluation) const;
    /// The same among those that are kept, of which the oldest go where the plan wants only some.
    [[nodiscard]] Status keep(const TrainingState& state,
                              const std::optional<runs::EvaluationReport>& evaluation) const;

private:
    [[nodiscard]] Status writeModel(const std::filesystem::path& name, const TrainingState& state,
                                    const std::optional<runs::EvaluationReport>& evaluation) const;

    const TrainingPlan& m_plan;
};

} // namespace segue::training
