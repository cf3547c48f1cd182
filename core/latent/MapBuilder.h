#pragma once

#include "core/base/Result.h"
#include "core/decoder/LiveModel.h"
#include "core/files/MusicCollection.h"
#include "core/latent/AttributeDirections.h"
#include "core/latent/MapFile.h"

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace segue::latent {

struct MapBuildOptions {
    std::vector<files::Split> splits{files::Split::Train, files::Split::Validation}; ///< of the pieces that are taken
    codec::ExtractionOptions extraction{};
    std::string title{};
    std::string attribution{};
    int threads = 1; ///< the caller's included
    /// Called now and then with how many pieces are done of how many. Thread: the caller's.
    std::function<void(int done, int total)> progress{};
    std::stop_token stop{};
};

struct BuiltMap {
    MapFile map;
    std::vector<files::RefusedFile> refused; ///< files that could not be read, and pieces that have no window
    AttributeTable attributes{}; ///< of each example
    std::vector<double> onsets{}; ///< music::onsetsByPart of an example, on the average
};

/// The map of a collection's pieces under a model: the posterior mean of every window, in the collection's order.
/// The same on any number of threads.
/// Errors: Unsupported (the model has no encoder), NoMusic (no window in any piece of these splits), Cancelled. Cost:
/// LiveModel::encodeMany of the windows.
[[nodiscard]] Result<BuiltMap> buildMap(const decoder::LiveModel& model, const files::MusicCollection& collection,
                                        const MapBuildOptions& options);

/// readMusicCollection of `path`, then the above. Errors: also readMusicCollection's.
[[nodiscard]] Result<BuiltMap> buildMap(const decoder::LiveModel& model, const std::filesystem::path& path,
                                        const MapBuildOptions& options);

} // namespace segue::latent
