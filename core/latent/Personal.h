#pragma once

#include "core/base/Result.h"
#include "core/decoder/LiveModel.h"
#include "core/latent/MapBuilder.h"
#include "core/latent/SecondStage.h"

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace segue::latent {

struct PersonalOptions {
    std::string style = "yours"; ///< what the map calls the windows, as it does styles
    std::vector<std::string> tracks{}; ///< as in files::CollectionOptions
    int threads = 1; ///< the caller's included
    /// Called now and then with how many pieces are done of how many. Thread: the caller's.
    std::function<void(int done, int total)> progress{};
    std::stop_token stop{};
};

/// A model's second stage and map, bent to some music of one's own. The weights stay, and so do all maps of theirs.
struct Personal {
    SecondStage stage;
    MapFile map; ///< the examples that there were, and one's own behind them
    int windows = 0; ///< of one's own
    std::vector<files::RefusedFile> refused; ///< files and pieces without music for the model
};

/// In seconds: encodes the windows of files and folders of music, and lets the density bend to them (personalised()).
/// A model without a density of its own gets one from `known`, its map, or else from one's own music alone.
/// `known` may be null. Requires: it is a map of `model`.
/// Errors: buildMap's, readMusicCollection's; Unsupported (the model has no encoder); InvalidArgument (one window, and
/// nothing else to go by).
[[nodiscard]] Result<Personal> personalise(const decoder::LiveModel& model, const MapFile* known,
                                           const std::vector<std::filesystem::path>& music,
                                           const PersonalOptions& options = {});

/// In words, what few windows can do; empty where there are enough. Requires: windows > 0.
[[nodiscard]] std::string hintForFew(int windows);

} // namespace segue::latent
