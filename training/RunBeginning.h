#pragma once

#include "training/RunConfig.h"
#include "training/RunWriter.h"
#include "training/TrainingState.h"

namespace segue::training {

/// Where a run begins: at step 0, or where the run in its folder left off.
struct RunBeginning {
    TrainingState state;
    runs::RunHistory history; ///< what was reported up to that step
    /// That of the run in the folder, or else the one asked for, or the faster one here.
    model::Precision precision = model::Precision::Float32;
    int parts = 1; ///< those of the run in the folder, or else those asked for
};

/// Removes the samples of steps that were lost. Errors: InvalidArgument (the run in the folder has other parameters),
/// and those of readRunConfig and readTrainingState.
[[nodiscard]] Result<RunBeginning> beginRun(const RunWriter& writer, const RunConfig& config);

} // namespace segue::training
