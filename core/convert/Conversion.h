#pragma once

#include "core/codec/Extraction.h"
#include "core/convert/FileReport.h"
#include "core/convert/SongFilter.h"
#include "core/convert/UnfinishedFolder.h"
#include "core/files/SongSource.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

namespace segue::convert {

struct Input {
    std::filesystem::path path; ///< see files::SongSource
    bool recursive = true;
};

struct ConversionOptions {
    std::vector<Input> inputs; ///< at least one
    std::filesystem::path output;
    SongFilter filter{};
    /// 0: one file, named `output`. Else so many, named as files::shardPath does; a song's is chosen by a hash of its
    /// name.
    int shards = 0;
    std::optional<int> onlyShard{}; ///< [0, shards): nothing but this one is read and written
    bool dropDuplicates = false; ///< a song that is the same music as an earlier one is left out
    std::string configuration{}; ///< if given, windows are counted for it
    codec::Rules rules = codec::Rules::Segue; ///< by which they are counted
    bool restart = false; ///< forget what an earlier conversion left unfinished

    // What follows changes nothing in what is written.
    int jobs = 1; ///< threads that read
    std::function<void(std::uint64_t done, std::uint64_t total)> progress{}; ///< after each song
    std::stop_token stop{};
    std::uint64_t songsBetweenCheckpoints = 2000; ///< so many are read again after a kill, or what 10 seconds brought
};

/// Makes TFRecords of NoteSequences of any number of songs. What is written depends on the songs and the options alone,
/// not on threads or interruptions; it appears when all is done. A conversion that ended early, by a stop, an Error or
/// a kill, goes on where the last checkpoint was, when it is opened again with the same options and input.
///
/// Memory: about 200 bytes a song, for its name, its split and its fingerprint.
class Conversion {
public:
    /// Lists the songs and finds what was done before. Errors: SongSource::open's, UnfinishedFolder::open's,
    /// windowCounter's.
    [[nodiscard]] static Result<Conversion> open(ConversionOptions options);

    [[nodiscard]] std::uint64_t songs() const { return m_songs.size(); }
    /// Songs that need not be read again.
    [[nodiscard]] std::uint64_t songsDoneBefore() const { return m_doneBefore; }

    /// Songs that cannot be read are no Error, but stand in the report.
    /// Errors: Cancelled, Unreadable (the output); both keep what was done.
    [[nodiscard]] Status run();

    [[nodiscard]] const Totals& totals() const { return m_totals; }
    [[nodiscard]] const std::vector<Error>& unreadableFolders() const { return m_unreadableFolders; }
    /// The report of each song, in the order they were handled, read from the disk.
    [[nodiscard]] Status visitReports(const std::function<Status(const FileReport&)>& visit) const;

    /// After run(): the files get their names. Returns these. Errors: Unreadable.
    [[nodiscard]] Result<std::vector<std::filesystem::path>> publish();
    /// Instead of publish(): nothing is left behind.
    void discard() const { m_folder.remove(); }

private:
    struct Song {
        std::uint32_t source;
        std::uint32_t index; ///< in it
    };
    struct Made;

    Conversion(ConversionOptions options, WindowCounter counter,
               std::vector<std::unique_ptr<files::SongSource>> sources, std::vector<Song> songs,
               UnfinishedFolder folder);
    [[nodiscard]] Status replay();
    [[nodiscard]] std::string nameOf(const Song& song) const;
    [[nodiscard]] int firstShard() const { return m_options.onlyShard.value_or(0); }
    [[nodiscard]] int parts() const;
    [[nodiscard]] int partOf(const Song& song) const;
    [[nodiscard]] Made make(const Song& song) const;
    [[nodiscard]] Status take(std::uint64_t song, Made made);
    void findDuplicate(std::uint64_t song, FileReport& report);
    [[nodiscard]] Status openPart(int part);
    [[nodiscard]] Status keepCheckpoint();

    ConversionOptions m_options;
    WindowCounter m_counter; ///< empty if no windows are counted
    std::vector<std::unique_ptr<files::SongSource>> m_sources;
    std::vector<Song> m_songs; ///< in the order they are handled: by shard, then as they are listed
    UnfinishedFolder m_folder;
    std::vector<Error> m_unreadableFolders;
    std::uint64_t m_doneBefore = 0;

    Checkpoint m_reached; ///< what would be kept now
    std::unique_ptr<AppendFile> m_journal; ///< both are there while it runs
    std::unique_ptr<AppendFile> m_part;
    std::unordered_map<std::uint64_t, std::uint32_t> m_fingerprints; ///< -> the first song that has it
    Totals m_totals;
};

} // namespace segue::convert
