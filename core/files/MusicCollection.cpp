#include "core/files/MusicCollection.h"

#include "core/base/InOrder.h"
#include "core/files/SongSource.h"
#include "core/music/InstrumentChoice.h"

#include <utility>

namespace segue::files {

Result<std::vector<RefusedFile>> visitMusicCollection(const std::filesystem::path& path,
                                                      const CollectionOptions& options, const SequenceVisitor& visit) {
    const auto source = SongSource::open(path, options.recursive, options.stop);
    if (!source)
        return fail(source.error());
    const std::size_t total = (*source)->size();
    std::vector<RefusedFile> refused;
    for (const Error& error : (*source)->unreadableFolders())
        refused.push_back({{}, error});
    const std::size_t folders = refused.size();

    const auto read = [&](std::size_t song) {
        auto collected = (*source)->read(song);
        if (collected && !options.tracks.empty())
            music::keepInstruments(collected->sequence, options.tracks);
        return collected;
    };
    const auto take = [&](std::size_t song, Result<CollectedSequence> collected) -> Status {
        if (options.stop.stop_requested())
            return fail(ErrorCode::Cancelled, "Reading the music was stopped");
        if (!collected)
            refused.push_back({(*source)->info(song).file, std::move(collected).error()});
        else if (auto status = visit(std::move(*collected)); !status)
            return status;
        if (options.progress)
            options.progress(static_cast<int>(song + 1), static_cast<int>(total));
        return {};
    };
    if (auto status = InOrder<Result<CollectedSequence>>::run(total, options.jobs, read, take); !status)
        return fail(std::move(status).error());
    if (refused.size() - folders < total)
        return refused;
    Error& first = refused[folders].error;
    if (total == 1)
        return fail(std::move(first));
    return fail(ErrorCode::NoMusic, "None of the " + std::to_string(total) + " songs in " + path.string() +
                                        " can be read; the first: " + first.text());
}

Result<MusicCollection> readMusicCollection(const std::filesystem::path& path, const CollectionOptions& options) {
    MusicCollection collection;
    auto refused = visitMusicCollection(path, options, [&collection](CollectedSequence song) -> Status {
        collection.sequences.push_back(std::move(song));
        return {};
    });
    if (!refused)
        return fail(std::move(refused).error());
    collection.refused = std::move(*refused);
    return collection;
}

} // namespace segue::files
