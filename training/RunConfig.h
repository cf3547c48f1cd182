#pragma once

#include "training/Trainer.h"

namespace segue::training {

/// config.json of a run folder: what the run learns, with what, for how long (format in core/runs/RunFolder.md).
struct RunConfig {
    architecture::Architecture architecture;
    Hyperparameters parameters;
    std::int64_t totalSteps = 0;
    double minutes = 0.0;
    nlohmann::json data = nlohmann::json::object();
    int parts = 1; ///< in which each batch is learned
    std::optional<model::Precision> precision; ///< none: not decided yet; what is written is

    friend bool operator==(const RunConfig&, const RunConfig&) = default;
};

[[nodiscard]] Status writeRunConfig(const std::filesystem::path& path, const RunConfig& config);
/// Errors: readFile's, Malformed, Unsupported (written by a newer Segue).
[[nodiscard]] Result<RunConfig> readRunConfig(const std::filesystem::path& path);

/// A run can be given more time or fewer steps; what it learns with must stay as it was.
/// Errors: InvalidArgument, naming the first thing that differs.
[[nodiscard]] Status mayResume(const RunConfig& before, const RunConfig& now);

} // namespace segue::training
