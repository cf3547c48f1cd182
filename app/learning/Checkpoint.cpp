#include "app/learning/Checkpoint.h"

#include "core/decoder/LiveModel.h"
#include "core/files/ModelFile.h"
#include "core/latent/MapBuilder.h"
#include "core/runs/RunFolder.h"

#include <algorithm>
#include <iterator>
#include <system_error>

namespace segue::learning {
namespace {

namespace fs = std::filesystem;

/// Reads all of the music, or as much as there still is: a folder that was moved since must not keep one from playing.
Result<files::MusicCollection> readAll(const CheckpointRequest& request) {
    files::CollectionOptions options;
    options.stop = request.stop;
    files::MusicCollection all;
    for (const fs::path& path : request.music) {
        auto collection = files::readMusicCollection(path, options);
        if (!collection)
            return fail(collection.error(), "building the map");
        std::ranges::move(collection->sequences, std::back_inserter(all.sequences));
        std::ranges::move(collection->refused, std::back_inserter(all.refused));
    }
    if (all.sequences.empty())
        return fail(ErrorCode::NoMusic, "The music that " + request.runFolder.string() +
                                            " learns from is not known, so there is no map to build");
    return all;
}

Status buildMapFile(const CheckpointRequest& request, const files::ModelFile& file, const fs::path& path) {
    const auto model = decoder::LiveModel::create(file);
    if (!model)
        return fail(model.error());
    const auto collection = readAll(request);
    if (!collection)
        return fail(collection.error());
    latent::MapBuildOptions options;
    options.title = request.title;
    options.attribution = request.attribution;
    options.stop = request.stop;
    options.progress = [&request](int done, int total) {
        request.progress(total > 0 ? static_cast<double>(done) / total : 0.0);
    };
    const auto built = latent::buildMap(**model, *collection, options);
    if (!built)
        return fail(built.error(), "building the map");
    return latent::writeMapFile(path, built->map);
}

} // namespace

Result<session::InstrumentFiles> keepCheckpoint(const CheckpointRequest& request) {
    const auto newest = runs::newestModel(request.runFolder);
    if (!newest)
        return fail(newest.error());
    const auto file = files::readModelFile(*newest);
    if (!file)
        return fail(file.error());

    std::error_code failure;
    // In a folder of its weights' checksum, so that its name is the run's.
    const fs::path folder = request.keepFolder / files::weightsChecksum(*file);
    fs::create_directories(folder, failure);
    const fs::path model = folder / (request.runFolder.filename().string() + ".safetensors");
    const fs::path map = fs::path(model).replace_extension(".segue-map");
    if (!fs::exists(map, failure))
        if (const Status built = buildMapFile(request, *file, map); !built)
            return fail(built.error());
    if (!fs::exists(model, failure))
        if (const Status written = files::writeModelFile(model, *file); !written)
            return fail(written.error());
    return session::InstrumentFiles{model.string(), map.string()};
}

} // namespace segue::learning
