#pragma once

#include "core/files/MusicCollection.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace segue::files {

/// The songs of a collection by name, each read only when it is asked for. Immutable once open.
///
/// A collection is a folder of music files, one such file, or a TFRecord: one file, or, by the name they have in
/// common, all its shards (name-00000-of-00004 ...), whose songs then stand in the order of their names. Links to
/// folders are followed once; names that begin with a dot are left out. An info.csv with the columns of the Groove MIDI
/// Dataset's (see CollectionTable) tells of the songs; of those it does not list, file names in that data set's manner
/// do. Songs that neither places are split by name: see splitByName.
class SongSource {
public:
    /// Errors: NotFound, Unreadable, Unsupported (no file of music), Malformed (a TFRecord that is none, or that lacks
    /// a shard), NoMusic (there is none in it), Cancelled.
    [[nodiscard]] static Result<std::unique_ptr<SongSource>> open(const std::filesystem::path& path, bool recursive,
                                                                  const std::stop_token& stop);

    virtual ~SongSource() = default;
    SongSource(const SongSource&) = delete;
    SongSource& operator=(const SongSource&) = delete;

    [[nodiscard]] virtual std::size_t size() const = 0;
    /// What is known before the song is read. Requires: song < size(), of all members.
    [[nodiscard]] virtual SourceInfo info(std::size_t song) const = 0;
    /// Errors: those of the file's format; Unreadable, NotFound. Thread: any, many at once.
    [[nodiscard]] virtual Result<CollectedSequence> read(std::size_t song) const = 0;
    /// Changes when the file that holds the song does: its size and the time of its last change.
    [[nodiscard]] virtual std::uint64_t version(std::size_t song) const = 0;
    /// Folders in the folder that cannot be looked into.
    [[nodiscard]] virtual const std::vector<Error>& unreadableFolders() const = 0;

protected:
    SongSource() = default;
};

/// "name-00002-of-00004", as TensorFlow names shards. Requires: 0 <= shard < count.
[[nodiscard]] std::filesystem::path shardPath(const std::filesystem::path& name, int shard, int count);

} // namespace segue::files
