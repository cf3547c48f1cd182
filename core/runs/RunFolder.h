#pragma once

#include "core/architecture/Architecture.h"
#include "core/base/Result.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>
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
};

/// What a model is judged by, the higher the better: the hit F1 of drums, or else the accuracy. [0, 1].
[[nodiscard]] double score(const EvaluationReport& report);

struct StateReport {
    RunState state = RunState::Starting;
    std::string message; ///< a sentence for the user, when failed or stopped
};

/// What has been read of a run so far: what a view of training draws.
struct RunHistory {
    std::vector<TrainingReport> training;
    std::vector<EvaluationReport> evaluations;
    StateReport state;
};

/// One line of metrics.jsonl, without its end.
[[nodiscard]] nlohmann::json toJson(const TrainingReport& report);
[[nodiscard]] nlohmann::json toJson(const EvaluationReport& report);
[[nodiscard]] nlohmann::json toJson(const StateReport& report);
/// "training", and so on.
[[nodiscard]] std::string_view name(RunState state);

/// Follows the metrics.jsonl of a run that another process writes. Each poll() reads on from where the last one
/// stopped; a half-written last line is left for the next time; a line that cannot be understood is skipped and
/// counted.
class MetricsReader {
public:
    explicit MetricsReader(std::filesystem::path runFolder) : m_folder(std::move(runFolder)) {}

    /// True if something new was read. Errors: Unreadable. A file that is not there yet is no error.
    [[nodiscard]] Result<bool> poll();
    [[nodiscard]] const RunHistory& history() const { return m_history; }
    [[nodiscard]] int skippedLines() const { return m_skippedLines; }

private:
    void takeLines();
    void takeLine(std::string_view line);

    std::filesystem::path m_folder;
    RunHistory m_history;
    std::uint64_t m_offset = 0;
    std::string m_partial;
    int m_skippedLines = 0;
};

/// Names within a run folder (format in RunFolder.md).
inline constexpr const char* kConfigName = "config.json";
inline constexpr const char* kMetricsName = "metrics.jsonl";
inline constexpr const char* kBestModelName = "best.safetensors";
inline constexpr const char* kLastModelName = "last.safetensors";
/// What resuming needs beside config.json: weights, Adam's moments, step (format in RunFolder.md).
inline constexpr const char* kStateName = "state.safetensors";
/// While this file exists a running trainer pauses between steps.
inline constexpr const char* kPauseName = "pause";

/// Held by the trainer with flock(2) for as long as it lives, whatever ends it.
inline constexpr const char* kLockName = "lock";

/// Whether a trainer is at work in the folder now. The question takes the lock for an instant; a trainer that starts in
/// just that one tries again.
[[nodiscard]] bool isBeingWritten(const std::filesystem::path& runFolder);

/// The newest model of a run that can be played: last, or else best. Errors: NotFound.
[[nodiscard]] Result<std::filesystem::path> newestModel(const std::filesystem::path& runFolder);

} // namespace segue::runs
