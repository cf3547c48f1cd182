#pragma once

#include "training/RunConfig.h"
#include "training/RunWriter.h"
#include "training/TrainingState.h"

#include <optional>

namespace segue::training {

/// Where a run begins: at step 0, or where the run in its folder left off.
struct RunBeginning {
    TrainingState state;
    std::optional<runs::EvaluationReport> lastEvaluation;
    /// That of the run in the folder, or else the one asked for, or the faster one here.
    model::Precision precision = model::Precision::Float32;
    int parts = 1; ///< those of the run in the folder, or else those asked for
};

/// Errors: InvalidArgument (the run in the folder has other parameters), and those of readRunConfig and
/// readTrainingState.
[[nodiscard]] Result<RunBeginning> beginRun(const RunWriter& writer, const RunConfig& config);

} // namespace segue::training
