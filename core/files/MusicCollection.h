#pragma once

#include "core/base/Result.h"
#include "core/files/Repair.h"
#include "core/music/NoteSequence.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace segue::files {

/// Which part of a data set a song belongs to: learned from, watched while learning, measured once at the end.
enum class Split { Train, Validation, Test };

/// "train", "validation", "test".
[[nodiscard]] std::string_view name(Split split);
[[nodiscard]] std::optional<Split> splitFromName(std::string_view name);

/// What is known of a song beside its notes. Empty means unknown.
struct SourceInfo {
    std::string file; ///< name relative to the collection, with '/'; UTF-8; never an absolute path
    std::string style; ///< main style: "funk"
    std::string drummer;
    std::string beatType; ///< "beat" or "fill"
    float bpm = 0; ///< as the table or the file's name says, else the song's first tempo
    Split split = Split::Train;
    std::string timeSignature{}; ///< "4-4": as the table or the file's name says, whatever the song does later

    friend bool operator==(const SourceInfo&, const SourceInfo&) = default;
};

struct CollectedSequence {
    music::NoteSequence sequence;
    SourceInfo info;
    std::string collection{}; ///< the folder's name, or what a record says
    std::vector<Repair> repairs{}; ///< what was mended in the file
};

/// A file that could not be read, and why: told to the user, never swallowed.
struct RefusedFile {
    std::string file; ///< as in SourceInfo
    Error error;
};

struct MusicCollection {
    std::vector<CollectedSequence> sequences; ///< by name
    std::vector<RefusedFile> refused;
};

struct CollectionOptions {
    bool recursive = true;
    /// Only the notes of tracks with one of these names are kept, upper or lower case. Empty: those of all.
    std::vector<std::string> tracks{};
    int jobs = 1; ///< threads that read and parse; whoever gets the songs cannot tell
    /// Called after each file with how many are done of how many. Thread: the caller's.
    std::function<void(int done, int total)> progress;
    std::stop_token stop;
};

/// Reads a folder, one file, or a TFRecord: see SongSource. Songs come in the order of their names, those of a TFRecord
/// as they stand in it.
/// Errors: SongSource::open's; NoMusic (none of the songs could be read), Cancelled.
[[nodiscard]] Result<MusicCollection> readMusicCollection(const std::filesystem::path& path,
                                                          const CollectionOptions& options = {});

/// The same, one song at a time, for collections that need not fit in memory. An Error of `visit` ends the reading and
/// is passed on. Returns the files that were refused. A song's split is that of readMusicCollection.
using SequenceVisitor = std::function<Status(CollectedSequence)>;
[[nodiscard]] Result<std::vector<RefusedFile>>
visitMusicCollection(const std::filesystem::path& path, const CollectionOptions& options, const SequenceVisitor& visit);

/// About 80 % train, 10 % validation, 10 % test, by a hash of each name without its extension: the same on every
/// machine, and the same when songs are added. Of at least 5 songs at least one is for validation: if chance gave none,
/// the nearest to it is.
[[nodiscard]] std::vector<Split> splitByName(const std::vector<std::string>& names);

} // namespace segue::files
