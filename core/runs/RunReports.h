#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace segue::runs {

/// What a training run is doing. The last state line of metrics.jsonl holds; a run whose process is gone without
/// "finished", "stopped" or "failed" was killed, and can be resumed.
enum class RunState { Starting, Training, Paused, Stopped, Finished, Failed };

/// One line of metrics.jsonl while it learns.
struct TrainingReport {
    std::int64_t step = 0;
    std::int64_t totalSteps = 0;
    double epoch = 0;
    double loss = 0; ///< nats an example, as in Magenta: reconstruction + beta * max(KL - free bits, 0)
    double reconstruction = 0; ///< nats an example
    double klBits = 0; ///< raw, bits an example
    double beta = 0;
    double learningRate = 0;
    double gradientNorm = 0;
    /// Teacher-forced hit F1 of this interval's batches, [0, 1]. NaN of models that make more than drums.
    double hitAccuracy = std::numeric_limits<double>::quiet_NaN();
    /// Teacher-forced share of the decisions of a step that are right, [0, 1]. NaN in runs of earlier versions.
    double accuracy = std::numeric_limits<double>::quiet_NaN();
    double examplesPerSecond = 0;
    double secondsLeft = 0;
    std::int64_t skippedSteps = 0; ///< of the run so far: their gradient was too long to be followed
};

/// One line of metrics.jsonl at each evaluation, on held-out data, free-running from the posterior mean with argmax.
struct EvaluationReport {
    std::int64_t step = 0;
    double loss = 0;
    double reconstruction = 0;
    double klBits = 0;
    double hitF1 = std::numeric_limits<double>::quiet_NaN(); ///< [0, 1]; NaN of models that make more than drums
    double accuracy = std::numeric_limits<double>::quiet_NaN(); ///< as TrainingReport's
    double velocityError = 0; ///< of grooves: mean absolute, [0, 1], on true-positive hits
    double timingErrorMs = 0; ///< of grooves: mean absolute, at the file's tempo, on true-positive hits
    /// More, by names that begin with "teacher_forced_" or "free_running_" (format in RunFolder.md).
    std::map<std::string, double> measures;
    std::string checkpoint; ///< file name of the model written with it, in the run folder; may be empty
    std::string samples; ///< folder of the MIDI files written with it, in the run folder: "samples/1268"; may be empty
};

/// What a model is judged by, the higher the better: the hit F1 of drums, or else the accuracy. [0, 1].
[[nodiscard]] double score(const EvaluationReport& report);

struct StateReport {
    RunState state = RunState::Starting;
    std::string message; ///< a sentence for the user, when failed, stopped or paused
};

/// What a run warns of (RunWarnings.h says when).
enum class WarningKind { LittleData, KlCollapsed, Overfitting, Diverging, SkippedSteps };

struct Warning {
    WarningKind kind = WarningKind::LittleData;
    std::string message; ///< a sentence for the user: what is wrong, and what to do

    friend bool operator==(const Warning&, const Warning&) = default;
};

/// What has been read of a run so far: what a view of training draws.
struct RunHistory {
    std::vector<TrainingReport> training;
    std::vector<EvaluationReport> evaluations;
    StateReport state;
    std::vector<Warning> warnings; ///< that hold now

    /// Later reports replace earlier ones of the same or a higher step.
    void add(TrainingReport report);
    void add(EvaluationReport report);
    /// Forgets the reports of later steps: a killed run has lost what it learned in them.
    void resumeAt(std::int64_t step);
};

/// One line of metrics.jsonl, without its end.
[[nodiscard]] nlohmann::json toJson(const TrainingReport& report);
[[nodiscard]] nlohmann::json toJson(const EvaluationReport& report);
[[nodiscard]] nlohmann::json toJson(const StateReport& report);
[[nodiscard]] nlohmann::json toJson(const std::vector<Warning>& warnings);
/// The line of a run that goes on at `step`.
[[nodiscard]] nlohmann::json resumedLine(std::int64_t step);

/// Puts one line into `history`; false, and nothing changed, where it cannot be understood.
[[nodiscard]] bool addLine(RunHistory& history, std::string_view line);

/// "training", and so on.
[[nodiscard]] std::string_view name(RunState state);

} // namespace segue::runs
