#pragma once

#include "core/files/ModelFile.h"
#include "core/model/Products.h"
#include "core/runs/RunFolder.h"
#include "training/Dataset.h"
#include "training/Exchange.h"
#include "training/Hyperparameters.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace segue::training {

/// Which models a run keeps beside the last and the best one.
struct KeptCheckpoints {
    std::int64_t everySteps = 0; ///< 0: not by steps
    double everyHours = 0.0; ///< of training; 0: not by time
    bool atEvaluations = false;
    int newest = 0; ///< at most so many, older ones go; 0: all
};

/// One training run: what is learned, for how long, and where it is written.
struct TrainingPlan {
    architecture::Architecture architecture;
    Hyperparameters parameters;
    std::int64_t totalSteps = 0; ///< 0: as many as fit into `minutes`
    double minutes = 0.0; ///< of training, pauses left out; 0: no limit
    std::filesystem::path runFolder;
    std::optional<files::ModelFile> initial; ///< weights to start from (fine-tune)
    nlohmann::json data = nlohmann::json::object(); ///< facts of the data, for config.json
    nlohmann::json provenance = nlohmann::json::object(); ///< facts of the data, for the model file
    nlohmann::json environment = nlohmann::json::object(); ///< what the caller knows, for environment.json

    double reportSeconds = 1.0;
    double checkpointSeconds = 30.0;
    double evaluationSeconds = 60.0; ///< 0: by steps alone
    std::int64_t evaluationSteps = 0; ///< 0: by time alone
    int evaluationWindows = 1000; ///< at most so many held-out windows, evenly chosen; fewer of a large model
    /// Of matrix products; none: that of the run in the folder, or else the faster one here.
    std::optional<model::Precision> precision;
    /// Threads that learn side by side. 0: one for each core, or one alone where several processes learn together. A
    /// run cuts each batch into as many parts as it had workers when it began, and keeps to that.
    int workers = 0;
    int patience = 0; ///< evaluations without a better one that end the run; 0: never
    KeptCheckpoints kept;
    double retrySeconds = 5.0; ///< between tries to write to a full disk

    Exchange* exchange = nullptr; ///< with the other processes that learn this model; none: alone
};

/// Called on the thread that trains.
struct TrainingListener {
    std::function<void(const runs::TrainingReport&)> onReport = [](const auto&) {};
    std::function<void(const runs::EvaluationReport&)> onEvaluation = [](const auto&) {};
    std::function<void(const runs::StateReport&)> onState = [](const auto&) {};
    std::function<void(const std::string&)> onNote = [](const auto&) {}; ///< what was chosen by itself
    std::function<void(const std::string&)> onWarning = [](const auto&) {};
};

struct TrainingSummary {
    runs::RunState state = runs::RunState::Finished; ///< Finished or Stopped
    std::int64_t step = 0;
    double seconds = 0.0; ///< spent training, over all resumptions
    std::optional<runs::EvaluationReport> lastEvaluation;
    double bestScore = 0.0; ///< runs::score of the best model
    std::int64_t bestStep = 0;
};

/// Trains, or goes on where a stopped run in the folder left off: on a CPU, with the limit given in steps, to the bit
/// as if it had never stopped. Ends when the limit is reached, on `stop`, or when patience is over; each end leaves a
/// checkpoint. While the folder holds a file named "pause" it waits, and so it does while the disk is full.
/// A limit in minutes makes the learning rate follow the clock: then no two runs are equal to the bit.
///
/// With an exchange, all processes call this with the same plan and data. Each learns its rows of every batch, so that
/// together they do what one would with the same batch size, within rounding. Rank 0 alone has a run folder, measures
/// and listens; a stop of any of them stops all.
///
/// `heldOut` may be empty: then every evaluation is made on `data`, with a warning.
/// Errors: NoMusic (no window to learn from); InvalidArgument (the run in the folder has other parameters); Unsupported
/// (a model without encoder);
/// Unreadable (the folder cannot be written to) and NotFound (it is gone); Malformed and ShapeMismatch (its state
/// cannot be read, or `initial` does not fit); DeviceUnavailable (another process is gone); Internal (learning broke
/// down or diverged, or LibTorch failed: with diagnosis; the last good checkpoint stays).
[[nodiscard]] Result<TrainingSummary> train(const TrainingPlan& plan, const Dataset& data, const Dataset& heldOut,
                                            std::stop_token stop, const TrainingListener& listener = {});

} // namespace segue::training
