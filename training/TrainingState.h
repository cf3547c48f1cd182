#pragma once

#include "core/files/Safetensors.h"
#include "training/Adam.h"
#include "training/Divergence.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace segue::training {

/// All that a stopped run needs, beside its config.json and its data, to go on as if it had never stopped: what is
/// drawn at random depends on seed and step alone (Batches.h), so no generator's state is among it.
struct TrainingState {
    std::int64_t step = 0; ///< updates made
    double seconds = 0.0; ///< spent training, pauses left out
    double bestScore = -1.0; ///< highest runs::score on held-out windows so far
    std::int64_t bestStep = 0;
    int evaluationsSinceBest = 0;
    std::int64_t skippedSteps = 0; ///< whose gradient was too long to be followed
    Divergence divergence;
    std::map<std::string, files::Tensor> weights;
    std::map<std::string, AdamMoments> moments; ///< by the weights' names

    friend bool operator==(const TrainingState&, const TrainingState&) = default;
};

/// Atomic, and whole in one file: a run that is killed at any moment finds the state before or after.
[[nodiscard]] Status writeTrainingState(const std::filesystem::path& path, const TrainingState& state);
/// Errors: readSafetensorsFile's; Malformed, Unsupported (no training state, or a newer one), ShapeMismatch.
[[nodiscard]] Result<TrainingState> readTrainingState(const std::filesystem::path& path);

} // namespace segue::training
