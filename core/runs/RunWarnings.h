#pragma once

#include "core/runs/RunReports.h"

#include <optional>
#include <vector>

namespace segue::runs {

/// What of a run's plan its warnings depend on.
struct RunFacts {
    int windows = 0; ///< that it learns from; 0: not known
    bool isFineTune = false; ///< it started from a trained model
    double freeBits = 0.0;
    double maxBeta = 0.0;
};

/// The warnings that hold after what has been reported: a pure function, so that the trainer's log, metrics.jsonl and a
/// window say the same. Each kind at most once, in the order of WarningKind. Cost: linear in the reports.
[[nodiscard]] std::vector<Warning> warningsOf(const RunHistory& history, const RunFacts& facts);

/// Of music alone, before there is a run. Nothing where the number is not known (0) or enough.
[[nodiscard]] std::optional<Warning> littleDataWarning(int windows, bool isFineTune);

/// The loss as it will count once beta has risen: unlike the loss of a step it does not rise with beta, and so tells
/// divergence from annealing. Unit: nats an example.
[[nodiscard]] double lossAtFullBeta(double reconstruction, double klBits, const RunFacts& facts);

/// Fewer windows than these are too few to learn from nothing, and to fine-tune a trained model with.
/// Source: of the Groove MIDI Dataset 572 windows gave a hit F1 of .61 on songs held out, 17,000 .93.
inline constexpr int kEnoughWindows = 2000;
inline constexpr int kEnoughWindowsToFineTune = 200;
/// Evaluations in a row without a better score that are taken for overfitting, if training improves meanwhile.
inline constexpr int kEvaluationsOfOverfitting = 5;
/// KL below this at two evaluations is none: the decoder does not listen. Unit: bits an example.
inline constexpr double kCollapsedKlBits = 1.0;

} // namespace segue::runs
