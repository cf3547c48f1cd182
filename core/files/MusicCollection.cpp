#include "core/files/MusicCollection.h"

#include "core/files/CollectionTable.h"
#include "core/files/MidiFile.h"
#include "core/files/MusicFiles.h"
#include "core/files/NoteSequenceRecords.h"

#include <utility>

namespace segue::files {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> cancelled() {
    return fail(ErrorCode::Cancelled, "Reading the music was stopped");
}

/// Hands songs to the caller and keeps count.
class Visit {
public:
    Visit(const CollectionOptions& options, const SequenceVisitor& visitor, std::size_t total)
        : m_options(options), m_visitor(visitor), m_total(static_cast<int>(total)) {}

    /// An Error ends the reading.
    [[nodiscard]] Status song(SourceInfo info, Result<music::NoteSequence> sequence) {
        if (m_options.stop.stop_requested())
            return cancelled();
        if (!sequence) {
            m_refused.push_back({std::move(info.file), std::move(sequence).error()});
        } else {
            if (!(info.bpm > 0.0F))
                info.bpm = static_cast<float>(sequence->firstTempo().value);
            ++m_read;
            if (auto status = m_visitor({std::move(*sequence), std::move(info)}); !status)
                return status;
        }
        ++m_done;
        if (m_options.progress)
            m_options.progress(m_done, m_total);
        return {};
    }

    void refuse(std::string file, Error error) { m_refused.push_back({std::move(file), std::move(error)}); }

    [[nodiscard]] int read() const { return m_read; }
    [[nodiscard]] std::vector<RefusedFile>& refused() { return m_refused; }

private:
    const CollectionOptions& m_options;
    const SequenceVisitor& m_visitor;
    std::vector<RefusedFile> m_refused;
    int m_read = 0;
    int m_done = 0;
    int m_total;
};

Result<std::vector<RefusedFile>> visitFolder(const fs::path& folder, const CollectionOptions& options,
                                             const SequenceVisitor& visitor) {
    auto listed = listMidiFiles(folder, options.recursive);
    if (!listed)
        return fail(std::move(listed).error());
    const auto table = CollectionTable::ofFolder(folder);
    if (!table)
        return fail(table.error());
    std::vector<std::string> names;
    for (const MusicFile& file : listed->files)
        names.push_back(file.name);
    const std::vector<Split> splits = splitByName(names);

    Visit visit(options, visitor, names.size());
    for (Error& error : listed->unreadableFolders)
        visit.refuse({}, std::move(error));
    for (std::size_t i = 0; i < names.size(); ++i) {
        const CollectionTable::Row& row = table->row(names[i]);
        SourceInfo info{.file = names[i],
                        .style = row.style,
                        .drummer = row.drummer,
                        .beatType = row.beatType,
                        .bpm = row.bpm,
                        .split = row.split.value_or(splits[i])};
        if (auto status = visit.song(std::move(info), readMidiFile(listed->files[i].path)); !status)
            return fail(std::move(status).error());
    }
    if (visit.read() == 0)
        return fail(ErrorCode::NoMusic, "None of the " + std::to_string(names.size()) + " MIDI files in " +
                                            folder.string() +
                                            " can be read; the first: " + visit.refused().front().error.text());
    return std::move(visit.refused());
}

Result<std::vector<RefusedFile>> visitMidiFile(const fs::path& path, const CollectionOptions& options,
                                               const SequenceVisitor& visitor) {
    auto sequence = readMidiFile(path);
    if (!sequence)
        return fail(std::move(sequence).error());
    Visit visit(options, visitor, 1);
    SourceInfo info;
    info.file = sequence->name;
    info.split = splitByName({info.file}).front();
    if (auto status = visit.song(std::move(info), std::move(sequence)); !status)
        return fail(std::move(status).error());
    return std::move(visit.refused());
}

std::string nameOf(const NoteSequenceRecord& record, std::size_t index) {
    if (!record.file.empty())
        return record.file;
    return record.id.empty() ? "#" + std::to_string(index + 1) : record.id;
}

/// Of all records, also those that cannot be read: they count in the numbering.
Result<std::vector<std::string>> recordNames(const fs::path& path, const std::stop_token& stop) {
    auto reader = NoteSequenceReader::open(path);
    if (!reader)
        return fail(std::move(reader).error());
    std::vector<std::string> names;
    while (true) {
        if (stop.stop_requested())
            return cancelled();
        const auto record = reader->next();
        if (record && !*record)
            return names;
        names.push_back(record ? nameOf(**record, names.size()) : "#" + std::to_string(names.size() + 1));
    }
}

Result<std::vector<RefusedFile>> visitRecords(const fs::path& path, const CollectionOptions& options,
                                              const SequenceVisitor& visitor) {
    const auto names = recordNames(path, options.stop);
    if (!names)
        return fail(names.error());
    const std::vector<Split> splits = splitByName(*names);
    auto reader = NoteSequenceReader::open(path);
    if (!reader)
        return fail(std::move(reader).error());
    Visit visit(options, visitor, names->size());
    for (std::size_t i = 0; i < names->size(); ++i) {
        auto record = reader->next();
        if (record && !*record)
            break; // it became shorter meanwhile
        SourceInfo info;
        info.file = (*names)[i];
        info.split = splits[i];
        if (record) {
            info.style = (*record)->genre;
            info.drummer = (*record)->artist;
        }
        auto sequence = record ? Result<music::NoteSequence>(std::move((*record)->sequence)) : fail(record.error());
        if (auto status = visit.song(std::move(info), std::move(sequence)); !status)
            return fail(std::move(status).error());
    }
    if (visit.read() == 0 && !visit.refused().empty())
        return fail(std::move(visit.refused().front().error));
    if (visit.read() == 0)
        return fail(ErrorCode::NoMusic, path.string() + " holds no NoteSequence");
    return std::move(visit.refused());
}

} // namespace

Result<std::vector<RefusedFile>> visitMusicCollection(const fs::path& path, const CollectionOptions& options,
                                                      const SequenceVisitor& visit) {
    switch (musicKindOf(path)) {
    case MusicKind::Midi: return visitMidiFile(path, options, visit);
    case MusicKind::NoteSequences: return visitRecords(path, options, visit);
    case MusicKind::Other:
        return fail(ErrorCode::Unsupported, path.string() + " is neither a MIDI file nor a TFRecord of NoteSequences");
    case MusicKind::Folder: break;
    }
    return visitFolder(path, options, visit);
}

Result<MusicCollection> readMusicCollection(const fs::path& path, const CollectionOptions& options) {
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
