#include "app/cli/ConvertCommand.h"

#include "app/cli/Numbers.h"
#include "app/cli/StopOnSignal.h"
#include "core/base/Fnv64.h"
#include "core/files/MusicCollection.h"
#include "core/files/NoteSequenceRecords.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <optional>

namespace segue::cli {
namespace {

using files::CollectedSequence;

struct ConvertOptions {
    std::filesystem::path inputDir;
    std::filesystem::path outputFile;
    bool recursive = false;
    std::string beatType;
    std::string timeSignature;
    std::string split;
    std::string ignored; ///< Magenta's options that have no meaning here
};

struct Meter {
    int numerator = 0;
    int denominator = 0;
};

/// "4/4", or "4-4" as the Groove MIDI Dataset writes it.
std::optional<Meter> meterFrom(const std::string& text) {
    Meter meter;
    const char* const end = text.data() + text.size();
    const auto [slash, error] = std::from_chars(text.data(), end, meter.numerator);
    if (error != std::errc() || slash == end || (*slash != '/' && *slash != '-'))
        return std::nullopt;
    const auto [rest, lastError] = std::from_chars(slash + 1, end, meter.denominator);
    if (lastError != std::errc() || rest != end || meter.numerator < 1 || meter.denominator < 1)
        return std::nullopt;
    return meter;
}

/// Which songs are wanted. An option that was not given lets every song pass.
class SongFilter {
public:
    [[nodiscard]] static Result<SongFilter> create(const ConvertOptions& options) {
        SongFilter filter;
        filter.m_beatType = options.beatType;
        filter.m_split = files::splitFromName(options.split);
        if (!options.timeSignature.empty()) {
            filter.m_meter = meterFrom(options.timeSignature);
            if (!filter.m_meter)
                return fail(ErrorCode::InvalidArgument,
                            "--time-signature=" + options.timeSignature + " is none; write it like 4/4");
        }
        return filter;
    }

    [[nodiscard]] bool passes(const CollectedSequence& song) const {
        return (m_beatType.empty() || song.info.beatType == m_beatType) && (!m_split || song.info.split == *m_split) &&
               (!m_meter || isInMeter(song.sequence));
    }

private:
    /// From beginning to end.
    [[nodiscard]] bool isInMeter(const music::NoteSequence& sequence) const {
        const auto isWanted = [this](const music::TimeSignature& meter) {
            return meter.numerator == m_meter->numerator && meter.denominator == m_meter->denominator;
        };
        return isWanted(sequence.firstTimeSignature()) && std::ranges::all_of(sequence.timeSignatures, isWanted);
    }

    std::string m_beatType;
    std::optional<files::Split> m_split;
    std::optional<Meter> m_meter;
};

files::NoteSequenceRecord numbered(CollectedSequence song, const std::string& collection) {
    Fnv64 hash;
    hash.add(song.info.file);
    std::string id = "/id/midi/" + collection + "/" + hash.text();
    song.collection = collection;
    return files::recordOf(std::move(song), std::move(id));
}

/// "groove" of /data/groove/ too.
std::string nameOfFolder(const std::filesystem::path& folder) {
    const auto name = folder.lexically_normal().filename();
    return name.empty() ? folder.lexically_normal().parent_path().filename().string() : name.string();
}

std::function<void(int, int)> progressLines(Report& report) {
    using Clock = std::chrono::steady_clock;
    return [&report, last = Clock::now()](int done, int total) mutable {
        if (Clock::now() - last < std::chrono::seconds(report.isTerminal() ? 1 : 10))
            return;
        last = Clock::now();
        report.progress(std::to_string(done) + " of " + std::to_string(total) + " files");
    };
}

struct Counts {
    int written = 0;
    int leftOut = 0;
    std::size_t notes = 0;
    double seconds = 0;
    bool hasBeatTypes = false;
};

Result<std::vector<files::RefusedFile>> writeSongs(const ConvertOptions& options, const SongFilter& filter,
                                                   files::NoteSequenceWriter& writer, Counts& counts, Report& report) {
    const StopOnSignal stopOnSignal;
    files::CollectionOptions reading;
    reading.recursive = options.recursive;
    reading.stop = stopOnSignal.token();
    reading.progress = progressLines(report);
    const std::string collection = nameOfFolder(options.inputDir);
    return files::visitMusicCollection(options.inputDir, reading, [&](CollectedSequence song) -> Status {
        counts.hasBeatTypes = counts.hasBeatTypes || !song.info.beatType.empty();
        if (!filter.passes(song)) {
            ++counts.leftOut;
            return {};
        }
        ++counts.written;
        counts.notes += song.sequence.notes.size();
        counts.seconds += song.sequence.totalTime().value;
        return writer.write(numbered(std::move(song), collection));
    });
}

void tellRefused(const std::vector<files::RefusedFile>& refused, Report& report) {
    report.set("refused", nlohmann::json::array());
    for (const auto& [file, error] : refused) {
        report.note("Refused " + (file.empty() ? "a folder" : file) + ": " + error.text());
        report.object()["refused"].push_back(
            {{"file", file}, {"code", std::string(name(error.code()))}, {"message", error.text()}});
    }
}

void tellCounts(const Counts& counts, const ConvertOptions& options, Report& report) {
    report.set("output", options.outputFile.string());
    report.set("written", counts.written);
    report.set("left_out", counts.leftOut);
    report.set("notes", counts.notes);
    report.set("seconds", counts.seconds);
    report.line("Wrote " + std::to_string(counts.written) + " songs (" + std::to_string(counts.notes) + " notes, " +
                asDuration(counts.seconds) + ") to " + options.outputFile.string());
    if (counts.leftOut > 0)
        report.line("Left out " + std::to_string(counts.leftOut) + " that the filters do not let pass");
}

Status convert(const ConvertOptions& options, Report& report) {
    const auto filter = SongFilter::create(options);
    if (!filter)
        return fail(filter.error());
    auto writer = files::NoteSequenceWriter::create(options.outputFile);
    if (!writer)
        return fail(std::move(writer).error());
    Counts counts;
    const auto refused = writeSongs(options, *filter, *writer, counts, report);
    if (!refused)
        return fail(refused.error());
    tellRefused(*refused, report);
    if (!options.beatType.empty() && !counts.hasBeatTypes)
        return fail(ErrorCode::InvalidArgument, "--beat-type needs an info.csv with the columns midi_filename and "
                                                "beat_type in the folder, and " +
                                                    options.inputDir.string() + " has none; nothing was written");
    if (counts.written == 0)
        return fail(ErrorCode::NoMusic, "The filters let none of the " + std::to_string(counts.leftOut) +
                                            " songs pass; nothing was written");
    if (auto status = writer->commit(); !status)
        return status;
    tellCounts(counts, options, report);
    if (!refused->empty())
        return fail(refused->front().error.code(),
                    std::to_string(refused->size()) + " of the files could not be read; the others were converted");
    return {};
}

} // namespace

void addConvertCommand(CLI::App& root, Action& chosen) {
    addCommand<ConvertOptions>(
        root, chosen, "convert", "Make a TFRecord of NoteSequences from MIDI files",
        [](CLI::App& command, ConvertOptions& options) {
            command.add_option("--input-dir", options.inputDir, "A folder of MIDI files, or one file")->required();
            command.add_option("--output-file", options.outputFile, "The TFRecord to write")->required();
            command.add_flag("--recursive", options.recursive, "Go into the folder's folders");
            command.add_option("--beat-type", options.beatType,
                               "Only songs of this type (beat, fill), by the folder's info.csv");
            command.add_option("--time-signature", options.timeSignature,
                               "Only songs in this one throughout, like 4/4");
            command.add_option("--split", options.split, "Only songs of this part, by info.csv, else by their names")
                ->check(CLI::IsMember({"train", "validation", "test"}));
            command.add_option("--log", options.ignored, "Understood from Magenta, without effect")->group("");
            command.footer("Every file that cannot be read is reported; then the others are still written, and the "
                           "exit code is 1.");
        },
        convert);
}

} // namespace segue::cli
