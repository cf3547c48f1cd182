#pragma once

#include "app/session/Scene.h"
#include "core/base/Result.h"

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace segue::learning {

/// A run's newest model, made ready to be played while the run goes on and overwrites it.
struct CheckpointRequest {
    std::filesystem::path runFolder;
    /// Where models that were played are kept, so that undo and the next start find them.
    std::filesystem::path keepFolder;
    std::vector<std::filesystem::path> music; ///< for the map
    std::string title;
    std::string attribution;
    std::stop_token stop;
    std::function<void(double fraction)> progress;
};

/// Keeps a copy of the newest model under the checksum of its weights, and builds the map of the music under it; if
/// both are there already, nothing is done.
/// Errors: runs::newestModel's, those of the readers and writers, latent::buildMap's, Cancelled.
[[nodiscard]] Result<session::InstrumentFiles> keepCheckpoint(const CheckpointRequest& request);

} // namespace segue::learning
