#include "core/files/SongSource.h"

#include "core/base/Fnv64.h"
#include "core/files/CollectionTable.h"
#include "core/files/MusicFiles.h"
#include "core/files/MusicReader.h"
#include "core/files/NoteSequenceRecords.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <mutex>
#include <sys/stat.h>
#include <utility>

namespace segue::files {
namespace {

namespace fs = std::filesystem;

/// "groove" of /data/groove/ too.
std::string nameOfFolder(const fs::path& folder) {
    const fs::path normal = fs::absolute(folder).lexically_normal();
    const fs::path name = normal.has_filename() ? normal.filename() : normal.parent_path().filename();
    return name.string();
}

std::uint64_t versionOf(const fs::path& path) {
    struct stat state {};
    if (::stat(path.c_str(), &state) != 0)
        return 0;
    Fnv64 hash;
    hash.addLittleEndian(static_cast<std::uint64_t>(state.st_size), 8);
    hash.addLittleEndian(static_cast<std::uint64_t>(state.st_mtim.tv_sec), 8);
    hash.addLittleEndian(static_cast<std::uint64_t>(state.st_mtim.tv_nsec), 8);
    return hash.value();
}

/// A song that gives no tempo of its own has that of its first bar.
CollectedSequence withTempo(CollectedSequence song) {
    if (!(song.info.bpm > 0.0F))
        song.info.bpm = static_cast<float>(song.sequence.firstTempo().value);
    return song;
}

/// Music files, each of which is a song.
class FileSource : public SongSource {
public:
    FileSource(MusicFiles found, CollectionTable table, std::string collection)
        : m_found(std::move(found)), m_table(std::move(table)), m_collection(std::move(collection)) {
        std::vector<std::string> names;
        names.reserve(m_found.files.size());
        for (const MusicFile& file : m_found.files)
            names.push_back(file.name);
        m_splits = splitByName(names);
    }

    [[nodiscard]] std::size_t size() const override { return m_found.files.size(); }

    [[nodiscard]] SourceInfo info(std::size_t song) const override {
        const std::string& name = m_found.files[song].name;
        CollectionTable::Row row = m_table.row(name);
        return {.file = name,
                .style = std::move(row.style),
                .drummer = std::move(row.drummer),
                .beatType = std::move(row.beatType),
                .bpm = row.bpm,
                .split = row.split.value_or(m_splits[song]),
                .timeSignature = std::move(row.timeSignature)};
    }

    [[nodiscard]] Result<CollectedSequence> read(std::size_t song) const override {
        auto read = readMusicFile(m_found.files[song].path);
        if (!read)
            return fail(std::move(read).error());
        return withTempo({std::move(read->sequence), info(song), m_collection, std::move(read->repairs)});
    }

    [[nodiscard]] std::uint64_t version(std::size_t song) const override { return versionOf(m_found.files[song].path); }
    [[nodiscard]] const std::vector<Error>& unreadableFolders() const override { return m_found.unreadableFolders; }

private:
    MusicFiles m_found;
    CollectionTable m_table;
    std::string m_collection;
    std::vector<Split> m_splits;
};

/// Reads one record after another, or any of them.
class RecordFile {
public:
    explicit RecordFile(fs::path path) : m_path(std::move(path)), m_version(versionOf(m_path)) {}

    [[nodiscard]] const fs::path& path() const { return m_path; }
    [[nodiscard]] std::uint64_t version() const { return m_version; }

    /// Errors: NoteSequenceReader's. Thread: any, many at once.
    [[nodiscard]] Result<NoteSequenceRecord> read(RecordPlace place) const {
        auto reader = idleReader();
        if (!reader)
            return fail(std::move(reader).error());
        if (auto status = reader->seek(place); !status)
            return fail(std::move(status).error());
        auto record = reader->next();
        if (!record)
            return fail(std::move(record).error()); // and the reader may be of no more use
        if (!*record)
            return fail(ErrorCode::Malformed, m_path.string() + " has become shorter while it was read");
        const std::lock_guard lock(m_mutex);
        m_idle.push_back(std::move(*reader));
        return std::move(**record);
    }

private:
    [[nodiscard]] Result<NoteSequenceReader> idleReader() const {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_idle.empty()) {
                NoteSequenceReader reader = std::move(m_idle.back());
                m_idle.pop_back();
                return reader;
            }
        }
        return NoteSequenceReader::open(m_path);
    }

    fs::path m_path;
    std::uint64_t m_version;
    mutable std::mutex m_mutex;
    mutable std::vector<NoteSequenceReader> m_idle; ///< guarded by m_mutex; one for each thread that reads
};

std::string nameOf(const NoteSequenceRecord& record, std::size_t index) {
    if (!record.file.empty())
        return record.file;
    return record.id.empty() ? "#" + std::to_string(index + 1) : record.id;
}

/// The records of one or more files.
class RecordSource : public SongSource {
public:
    /// Notes every record of a file, also those that cannot be read: they count in the numbering.
    [[nodiscard]] Status add(const fs::path& path, const std::stop_token& stop) {
        auto reader = NoteSequenceReader::open(path);
        if (!reader)
            return fail(std::move(reader).error());
        m_files.push_back(std::make_unique<RecordFile>(path));
        while (true) {
            if (stop.stop_requested())
                return fail(ErrorCode::Cancelled, "Reading the music was stopped");
            const RecordPlace place = reader->place();
            const auto record = reader->next();
            if (record && !*record)
                return {};
            if (!record && reader->isBroken() && place.number > 0) {
                m_songs.back().repairs.push_back({record.error().text() + "; what comes before is kept"});
                return {};
            }
            const std::size_t index = m_songs.size();
            m_songs.push_back({.file = m_files.back().get(),
                               .place = place,
                               .name = record ? nameOf(**record, index) : "#" + std::to_string(index + 1),
                               .split = record ? (*record)->split : std::nullopt});
        }
    }

    void sortByName() { std::ranges::stable_sort(m_songs, {}, &Song::name); }

    /// Once, when all are there.
    void splitAll() {
        std::vector<std::string> names;
        names.reserve(m_songs.size());
        for (const Song& song : m_songs)
            names.push_back(song.name);
        const std::vector<Split> splits = splitByName(names);
        for (std::size_t i = 0; i < m_songs.size(); ++i)
            m_songs[i].split = m_songs[i].split.value_or(splits[i]);
    }

    [[nodiscard]] std::size_t size() const override { return m_songs.size(); }

    [[nodiscard]] SourceInfo info(std::size_t song) const override {
        SourceInfo info;
        info.file = m_songs[song].name;
        info.split = m_songs[song].split.value_or(info.split);
        return info;
    }

    [[nodiscard]] Result<CollectedSequence> read(std::size_t song) const override {
        auto record = m_songs[song].file->read(m_songs[song].place);
        if (!record)
            return fail(std::move(record).error());
        CollectedSequence read = songOf(std::move(*record));
        read.info.file = m_songs[song].name;
        read.info.split = m_songs[song].split.value_or(read.info.split);
        read.repairs.insert(read.repairs.end(), m_songs[song].repairs.begin(), m_songs[song].repairs.end());
        return withTempo(std::move(read));
    }

    [[nodiscard]] std::uint64_t version(std::size_t song) const override { return m_songs[song].file->version(); }
    [[nodiscard]] const std::vector<Error>& unreadableFolders() const override { return m_noFolders; }

private:
    struct Song {
        const RecordFile* file;
        RecordPlace place;
        std::string name;
        std::optional<Split> split; ///< set by splitAll() at the latest
        std::vector<Repair> repairs{}; ///< of the file, behind this record
    };

    std::vector<std::unique_ptr<RecordFile>> m_files;
    std::vector<Song> m_songs;
    std::vector<Error> m_noFolders;
};

/// name-00000-of-00004 and its fellows, in order; empty if there is no shard of that name.
Result<std::vector<fs::path>> shardsOf(const fs::path& name) {
    constexpr std::size_t kDigits = 5;
    const std::string first = name.filename().string() + "-00000-of-";
    std::error_code error;
    std::vector<fs::path> shards;
    for (fs::directory_iterator at(fs::absolute(name).parent_path(), error), end; !error && at != end;
         at.increment(error)) {
        const std::string found = at->path().filename().string();
        int count = 0;
        if (!found.starts_with(first) || found.size() != first.size() + kDigits ||
            std::sscanf(found.c_str() + first.size(), "%5d", &count) != 1)
            continue;
        if (!shards.empty())
            return fail(ErrorCode::InvalidArgument,
                        "There are two sets of shards named " + name.string() + "; name the files that are meant");
        for (int shard = 0; shard < count; ++shard)
            shards.push_back(shardPath(name, shard, count));
    }
    return shards;
}

Result<std::unique_ptr<SongSource>> openFolder(const fs::path& folder, bool recursive) {
    auto found = listMusicFiles(folder, recursive);
    if (!found)
        return fail(std::move(found).error());
    auto table = CollectionTable::ofFolder(folder);
    if (!table)
        return fail(std::move(table).error());
    return std::make_unique<FileSource>(std::move(*found), std::move(*table), nameOfFolder(folder));
}

Result<std::unique_ptr<SongSource>> openRecords(const std::vector<fs::path>& paths, const std::stop_token& stop) {
    auto source = std::make_unique<RecordSource>();
    for (const fs::path& path : paths)
        if (auto status = source->add(path, stop); !status)
            return fail(std::move(status).error());
    if (source->size() == 0)
        return fail(ErrorCode::NoMusic, paths.front().string() + " holds no NoteSequence");
    if (paths.size() > 1)
        source->sortByName();
    source->splitAll();
    return source;
}

} // namespace

fs::path shardPath(const fs::path& name, int shard, int count) {
    std::array<char, 32> suffix{};
    (void)std::snprintf(suffix.data(), suffix.size(), "-%05d-of-%05d", shard, count);
    return name.string() + suffix.data();
}

Result<std::unique_ptr<SongSource>> SongSource::open(const fs::path& path, bool recursive,
                                                     const std::stop_token& stop) {
    switch (musicKindOf(path)) {
    case MusicKind::Midi:
    case MusicKind::MusicXml:
        return std::make_unique<FileSource>(MusicFiles{{{path.string(), path.filename().string()}}, {}},
                                            CollectionTable(std::string_view()),
                                            nameOfFolder(fs::absolute(path).parent_path()));
    case MusicKind::NoteSequences: return openRecords({path}, stop);
    case MusicKind::Other:
        return fail(ErrorCode::Unsupported,
                    path.string() + " is neither a MIDI file, nor MusicXML, nor a TFRecord of NoteSequences");
    case MusicKind::Folder: break;
    }
    std::error_code ignored;
    if (fs::is_directory(path, ignored))
        return openFolder(path, recursive);
    const auto shards = shardsOf(path);
    if (!shards)
        return fail(shards.error());
    return shards->empty() ? openFolder(path, recursive) : openRecords(*shards, stop);
}

} // namespace segue::files
