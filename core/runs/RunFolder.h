#pragma once

#include "core/base/Result.h"
#include "core/runs/MetricsReader.h"
#include "core/runs/RunReports.h"

#include <filesystem>

namespace segue::runs {

/// Names within a run folder (format in RunFolder.md).
inline constexpr const char* kConfigName = "config.json";
inline constexpr const char* kEnvironmentName = "environment.json";
inline constexpr const char* kMetricsName = "metrics.jsonl";
inline constexpr const char* kBestModelName = "best.safetensors";
inline constexpr const char* kLastModelName = "last.safetensors";
/// What resuming needs beside config.json: weights, Adam's moments, step (format in RunFolder.md).
inline constexpr const char* kStateName = "state.safetensors";
/// The posterior means of the held-out windows (format in core/latent/MapFile.md).
inline constexpr const char* kMapName = "validation.segue-map";
/// Folders: of models that were kept, and of a folder of MIDI files for each evaluation.
inline constexpr const char* kCheckpointsName = "checkpoints";
inline constexpr const char* kSamplesName = "samples";
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
