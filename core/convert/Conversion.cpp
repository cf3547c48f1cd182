#include "core/convert/Conversion.h"

#include "core/base/Fnv64.h"
#include "core/base/InOrder.h"
#include "core/base/SystemError.h"
#include "core/files/NoteSequenceRecords.h"
#include "core/files/TfRecord.h"
#include "core/music/Fingerprint.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <limits>
#include <system_error>
#include <utility>

namespace segue::convert {
namespace {

namespace fs = std::filesystem;
using files::CollectedSequence;
using nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr auto kTimeBetweenCheckpoints = std::chrono::seconds(10);

int shardOf(const std::string& name, int shards) {
    Fnv64 hash;
    hash.add(name);
    return static_cast<int>(hash.mixed() % static_cast<std::uint64_t>(shards));
}

/// With its checksums, as it stands in a TFRecord.
std::vector<std::byte> recordOf(CollectedSequence song) {
    Fnv64 hash;
    hash.add(song.info.file);
    std::string id = "/id/midi/" + song.collection + "/" + hash.text();
    std::vector<std::byte> bytes;
    files::appendTfRecord(bytes, files::encodeNoteSequence(files::recordOf(std::move(song), std::move(id))));
    return bytes;
}

/// All that decides what is written.
json taskOf(const ConversionOptions& options, std::uint64_t songs, const std::string& music) {
    json inputs = json::array();
    json flat = json::array();
    for (const Input& input : options.inputs) {
        inputs.push_back(fs::absolute(input.path).string());
        if (!input.recursive)
            flat.push_back(inputs.back());
    }
    const SongFilter& filter = options.filter;
    return {
        {"version", SEGUE_VERSION},
        {"input", inputs},
        {"without the folders in", flat},
        {"beat type", filter.beatType},
        {"time signature",
         filter.meter ? std::to_string(filter.meter->numerator) + "/" + std::to_string(filter.meter->denominator) : ""},
        {"split", filter.split ? std::string(files::name(*filter.split)) : ""},
        {"shards", options.shards},
        {"shard", options.onlyShard ? json(*options.onlyShard) : json()},
        {"duplicates", options.dropDuplicates ? "drop" : "keep"},
        {"config", options.configuration},
        {"rules", options.rules == codec::Rules::Magenta ? "magenta" : "segue"},
        {"songs", songs},
        {"music", music}};
}

} // namespace

/// What a reading thread makes of a song.
struct Conversion::Made {
    FileReport report;
    std::vector<std::byte> record; ///< empty unless the song is to be written
};

Conversion::Conversion(ConversionOptions options, WindowCounter counter,
                       std::vector<std::unique_ptr<files::SongSource>> sources, std::vector<Song> songs,
                       UnfinishedFolder folder)
    : m_options(std::move(options)),
      m_counter(std::move(counter)),
      m_sources(std::move(sources)),
      m_songs(std::move(songs)),
      m_folder(std::move(folder)) {
    for (const auto& source : m_sources)
        m_unreadableFolders.insert(m_unreadableFolders.end(), source->unreadableFolders().begin(),
                                   source->unreadableFolders().end());
}

Result<Conversion> Conversion::open(ConversionOptions options) {
    assert(!options.inputs.empty() && (!options.onlyShard || *options.onlyShard < options.shards));
    Result<WindowCounter> counter;
    if (!options.configuration.empty())
        counter = windowCounter(options.configuration, options.rules);
    if (!counter)
        return fail(std::move(counter).error());

    std::vector<std::unique_ptr<files::SongSource>> sources;
    std::vector<std::vector<Song>> shards(static_cast<std::size_t>(std::max(options.shards, 1)));
    Fnv64 music;
    for (const Input& input : options.inputs) {
        auto source = files::SongSource::open(input.path, input.recursive, options.stop);
        if (!source)
            return fail(std::move(source).error());
        for (std::size_t i = 0; i < (*source)->size(); ++i) {
            const std::string name = (*source)->info(i).file;
            const int shard = options.shards > 1 ? shardOf(name, options.shards) : 0;
            if (options.onlyShard.value_or(shard) != shard)
                continue;
            music.add(name);
            music.addLittleEndian((*source)->version(i), 8);
            shards[static_cast<std::size_t>(shard)].push_back(
                {static_cast<std::uint32_t>(sources.size()), static_cast<std::uint32_t>(i)});
        }
        sources.push_back(std::move(*source));
    }
    std::vector<Song> songs;
    for (std::vector<Song>& shard : shards) {
        songs.insert(songs.end(), shard.begin(), shard.end());
        std::vector<Song>().swap(shard);
    }
    const fs::path output =
        options.onlyShard ? files::shardPath(options.output, *options.onlyShard, options.shards) : options.output;
    auto folder = UnfinishedFolder::open(output, taskOf(options, songs.size(), music.text()), options.restart);
    if (!folder)
        return fail(std::move(folder).error());
    Conversion conversion(std::move(options), std::move(*counter), std::move(sources), std::move(songs),
                          std::move(*folder));
    if (auto status = conversion.replay(); !status)
        return fail(std::move(status).error());
    return conversion;
}

Status Conversion::replay() {
    m_reached = m_folder.checkpoint();
    m_doneBefore = m_reached.songs;
    std::uint64_t song = 0;
    return visitReports([this, &song](const FileReport& report) -> Status {
        if (report.fingerprint != 0)
            m_fingerprints.try_emplace(report.fingerprint, static_cast<std::uint32_t>(song));
        m_totals.add(report);
        ++song;
        return {};
    });
}

std::string Conversion::nameOf(const Song& song) const {
    const std::string name = m_sources[song.source]->info(song.index).file;
    if (m_sources.size() == 1)
        return name;
    const fs::path& input = m_options.inputs[song.source].path;
    return input.filename() == name ? input.string() : (input / name).string();
}

int Conversion::parts() const {
    return m_options.onlyShard ? 1 : std::max(m_options.shards, 1);
}

int Conversion::partOf(const Song& song) const {
    return parts() == 1 ? 0 : shardOf(m_sources[song.source]->info(song.index).file, m_options.shards);
}

Conversion::Made Conversion::make(const Song& song) const {
    const files::SongSource& source = *m_sources[song.source];
    const files::SourceInfo known = source.info(song.index);
    Made made;
    FileReport& report = made.report;
    report.file = nameOf(song);
    report.hasBeatType = !known.beatType.empty();
    const auto keptOut = [&made](std::string_view filter) {
        made.report.outcome = Outcome::KeptOut;
        made.report.reason = filter;
        return made;
    };
    if (const auto filter = m_options.filter.refusal(known); !filter.empty())
        return keptOut(filter);
    auto read = source.read(song.index);
    if (!read) {
        report.outcome = Outcome::Refused;
        report.reason = segue::name(read.error().code());
        report.message = read.error().text();
        return made;
    }
    report.hasBeatType = !read->info.beatType.empty();
    report.repairs = std::move(read->repairs);
    if (const auto filter = m_options.filter.refusal(*read); !filter.empty())
        return keptOut(filter);
    report.notes = static_cast<int>(read->sequence.notes.size());
    report.seconds = read->sequence.totalTime().value;
    if (report.notes > 0)
        report.fingerprint = music::fingerprint(read->sequence);
    if (m_counter)
        report.windows = m_counter(read->sequence);
    made.record = recordOf(std::move(*read));
    return made;
}

Status Conversion::run() {
    if (m_reached.complete)
        return {};
    auto journal = m_folder.openJournal();
    if (!journal)
        return fail(std::move(journal).error());
    m_journal = std::make_unique<AppendFile>(std::move(*journal));
    if (auto status = openPart(std::max(static_cast<int>(m_reached.parts.size()) - 1, 0)); !status)
        return status;

    auto lastCheckpoint = Clock::now();
    const auto makeNext = [this](std::size_t i) { return make(m_songs[m_doneBefore + i]); };
    const auto takeNext = [&](std::size_t i, Made made) -> Status {
        if (m_options.stop.stop_requested())
            return fail(ErrorCode::Cancelled, "Stopped after " + std::to_string(m_reached.songs) + " of " +
                                                  std::to_string(songs()) +
                                                  " files; the same command goes on from there");
        if (auto status = take(m_doneBefore + i, std::move(made)); !status)
            return status;
        if (m_options.progress)
            m_options.progress(m_reached.songs, songs());
        if (m_reached.songs % m_options.songsBetweenCheckpoints != 0 &&
            Clock::now() - lastCheckpoint < kTimeBetweenCheckpoints)
            return {};
        lastCheckpoint = Clock::now();
        return keepCheckpoint();
    };
    const std::size_t left = m_songs.size() - m_doneBefore;
    auto status = InOrder<Made>::run(left, m_options.jobs, makeNext, takeNext);
    if (status)
        status = openPart(parts() - 1);
    if (!status && status.error().code() != ErrorCode::Cancelled)
        return fail(status.error(), "what was converted before is kept: the same command goes on from there");
    m_reached.complete = status.has_value();
    if (auto kept = keepCheckpoint(); !kept)
        return kept;
    m_part.reset();
    m_journal.reset();
    return status;
}

Status Conversion::take(std::uint64_t song, Made made) {
    findDuplicate(song, made.report);
    if (auto status = openPart(partOf(m_songs[song])); !status)
        return status;
    if (made.report.outcome == Outcome::Written)
        if (auto status = m_part->append(made.record); !status)
            return status;
    const std::string line = toJson(made.report).dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
    if (auto status = m_journal->append(line); !status)
        return status;
    m_totals.add(made.report);
    m_reached.songs = song + 1;
    return {};
}

void Conversion::findDuplicate(std::uint64_t song, FileReport& report) {
    if (report.fingerprint == 0)
        return;
    const auto [first, isNew] = m_fingerprints.try_emplace(report.fingerprint, static_cast<std::uint32_t>(song));
    if (isNew)
        return;
    report.duplicateOf = nameOf(m_songs[first->second]);
    if (m_options.dropDuplicates)
        report.outcome = Outcome::Duplicate;
}

/// Opens the parts up to this one, those between without a song, unless it is open.
Status Conversion::openPart(int part) {
    const auto wanted = static_cast<std::size_t>(part) + 1;
    while (!m_part || m_reached.parts.size() < wanted) {
        if (m_part) {
            if (auto status = m_part->flush(); !status)
                return status;
            m_reached.parts.back() = m_part->size();
        }
        if (m_part || m_reached.parts.empty())
            m_reached.parts.push_back(0);
        auto opened =
            AppendFile::open(m_folder.part(static_cast<int>(m_reached.parts.size()) - 1), m_reached.parts.back());
        if (!opened)
            return fail(std::move(opened).error());
        m_part = std::make_unique<AppendFile>(std::move(*opened));
    }
    return {};
}

Status Conversion::keepCheckpoint() {
    for (AppendFile* file : {m_part.get(), m_journal.get()})
        if (auto status = file->flush(); !status)
            return status;
    m_reached.parts.back() = m_part->size();
    m_reached.journal = m_journal->size();
    return m_folder.keep(m_reached);
}

Status Conversion::visitReports(const std::function<Status(const FileReport&)>& visit) const {
    return m_folder.readJournal([&visit](std::string_view line) -> Status {
        const auto report = fileReportFrom(line);
        return report ? visit(*report) : fail(report.error());
    });
}

Result<std::vector<fs::path>> Conversion::publish() {
    assert(m_reached.complete);
    std::vector<fs::path> published;
    for (int part = 0; part < parts(); ++part) {
        const fs::path path = m_options.shards == 0
                                  ? m_options.output
                                  : files::shardPath(m_options.output, firstShard() + part, m_options.shards);
        std::error_code error;
        if (fs::exists(m_folder.part(part), error)) // or an earlier run came so far
            fs::rename(m_folder.part(part), path, error);
        if (error)
            return fail(systemError(path, "write", error.value()));
        published.push_back(path);
    }
    m_folder.remove();
    return published;
}

} // namespace segue::convert
