#include "app/cli/ConvertCommand.h"

#include "app/cli/ConvertReport.h"
#include "app/cli/Numbers.h"
#include "app/cli/ProgressBar.h"
#include "app/cli/StopOnSignal.h"
#include "core/base/AtomicFile.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <thread>
#include <utility>

namespace segue::cli {
namespace {

using convert::Conversion;
using convert::ConversionOptions;
using convert::Totals;

struct ConvertOptions {
    std::vector<std::filesystem::path> inputs;
    std::filesystem::path inputDir;
    std::filesystem::path outputFile;
    bool recursive = false;
    std::string beatType;
    std::string timeSignature;
    std::string split;
    int shards = 0;
    std::string shard;
    std::string duplicates = "keep";
    std::string configuration;
    std::filesystem::path reportFile;
    int jobs = 0;
    bool restart = false;
    std::string rules = "segue";
    bool skipRefused = false;
    std::string ignored; ///< Magenta's options that have no meaning here
};

/// "2/16": the part 2 of the parts 0 to 15.
std::optional<std::pair<int, int>> shardFrom(const std::string& text) {
    int part = 0;
    int parts = 0;
    const char* const end = text.data() + text.size();
    const auto [slash, error] = std::from_chars(text.data(), end, part);
    if (error != std::errc() || slash == end || *slash != '/')
        return std::nullopt;
    const auto [rest, lastError] = std::from_chars(slash + 1, end, parts);
    if (lastError != std::errc() || rest != end || part < 0 || part >= parts || parts > 99999)
        return std::nullopt;
    return std::pair(part, parts);
}

Result<ConversionOptions> conversionOptions(const ConvertOptions& options) {
    ConversionOptions conversion;
    for (const auto& input : options.inputs)
        conversion.inputs.push_back({input, true});
    if (!options.inputDir.empty())
        conversion.inputs.push_back({options.inputDir, options.recursive});
    if (conversion.inputs.empty())
        return fail(ErrorCode::InvalidArgument, "Which music? Name folders or files, like: segue-cli convert my-midi "
                                                "--output-file my-midi.tfrecord");
    conversion.output = options.outputFile;
    conversion.filter.beatType = options.beatType;
    conversion.filter.split = files::splitFromName(options.split);
    if (!options.timeSignature.empty()) {
        conversion.filter.meter = convert::meterFrom(options.timeSignature);
        if (!conversion.filter.meter)
            return fail(ErrorCode::InvalidArgument,
                        "--time-signature=" + options.timeSignature + " is none; write it like 4/4");
    }
    conversion.shards = options.shards;
    if (!options.shard.empty()) {
        const auto shard = shardFrom(options.shard);
        if (!shard)
            return fail(ErrorCode::InvalidArgument,
                        "--shard=" + options.shard + " is none; of 16 they are 0/16, 1/16 and so on to 15/16");
        conversion.onlyShard = shard->first;
        conversion.shards = shard->second;
    }
    conversion.dropDuplicates = options.duplicates == "drop";
    conversion.configuration = options.configuration;
    conversion.rules = options.rules == "magenta" ? codec::Rules::Magenta : codec::Rules::Segue;
    conversion.restart = options.restart;
    conversion.jobs = options.jobs > 0 ? options.jobs : static_cast<int>(std::thread::hardware_concurrency());
    return conversion;
}

/// At the beginning: to learn it after an hour would be late.
Status checkWritable(const std::filesystem::path& path) {
    const auto file = AtomicFile::create(path);
    return file ? Status() : fail(file.error());
}

/// A part of a collection may well hold nothing that passes; a whole one that does not is a mistake.
Status checkResult(const Conversion& conversion, const ConvertOptions& options) {
    const Totals& totals = conversion.totals();
    if (totals.written > 0 || !options.shard.empty())
        return {};
    const std::string all = grouped(conversion.songs());
    if (totals.keptOut == 0) {
        std::optional<Error> first;
        (void)conversion.visitReports([&first](const convert::FileReport& file) -> Status {
            first.emplace(ErrorCode::NoMusic, file.file + ": " + file.message);
            return fail(*first);
        });
        return fail(ErrorCode::NoMusic, "None of the " + all + " files can be read; nothing was written. The first: " +
                                            (first ? first->message() : std::string()));
    }
    if (!options.beatType.empty() && !totals.hasBeatTypes)
        return fail(ErrorCode::InvalidArgument,
                    "--beat-type needs an info.csv with the columns midi_filename and beat_type, or names like "
                    "1_funk_80_beat_4-4.mid, and the music has neither; nothing was written");
    return fail(ErrorCode::NoMusic, "The filters let none of the " + all + " songs pass; nothing was written");
}

void tellWritten(const Conversion& conversion, const std::vector<std::filesystem::path>& files, Report& report) {
    const Totals& totals = conversion.totals();
    nlohmann::json outputs = nlohmann::json::array();
    for (const auto& file : files)
        outputs.push_back(file.string());
    report.set("output", outputs.size() == 1 ? outputs.front() : outputs);
    report.line("Wrote " + grouped(static_cast<std::uint64_t>(totals.written)) + " songs (" + grouped(totals.notes) +
                " notes, " + asDuration(totals.seconds) + ") to " + files.front().string() +
                (files.size() > 1 ? " and " + std::to_string(files.size() - 1) + " more" : ""));
}

/// Files that hold no music by their nature, like other XML in the folder, are none of them.
int brokenFiles(const Totals& totals) {
    const auto noMusic = totals.refusedBy.find(std::string(name(ErrorCode::NoMusic)));
    return totals.refused - (noMusic == totals.refusedBy.end() ? 0 : noMusic->second);
}

Status convertMusic(const ConvertOptions& options, Report& report) {
    auto conversionAsked = conversionOptions(options);
    if (!conversionAsked)
        return fail(std::move(conversionAsked).error());
    if (!options.reportFile.empty())
        if (auto status = checkWritable(options.reportFile); !status)
            return status;
    const StopOnSignal stopOnSignal;
    std::optional<ProgressBar> bar;
    conversionAsked->stop = stopOnSignal.token();
    conversionAsked->progress = [&bar](std::uint64_t done, std::uint64_t total) { bar->show(done, total); };
    auto conversion = Conversion::open(std::move(*conversionAsked));
    if (!conversion)
        return fail(std::move(conversion).error());
    if (conversion->songsDoneBefore() > 0)
        report.note("Going on after " + grouped(conversion->songsDoneBefore()) + " files that were done before");
    bar.emplace(report, "files", conversion->songsDoneBefore());
    if (auto status = conversion->run(); !status)
        return status;
    if (auto status = checkResult(*conversion, options); !status) {
        conversion->discard();
        return status;
    }
    if (!options.reportFile.empty())
        if (auto status = writeConversionReport(*conversion, options.reportFile); !status)
            return status;
    report.line(grouped(conversion->songs()) + " files");
    if (auto status = tellConversion(*conversion, options.configuration, report); !status)
        return status;
    const auto files = conversion->publish();
    if (!files)
        return fail(files.error());
    tellWritten(*conversion, *files, report);
    if (const int broken = brokenFiles(conversion->totals()); broken > 0 && !options.skipRefused)
        return fail(ErrorCode::Malformed, grouped(static_cast<std::uint64_t>(broken)) +
                                              " of the files could not be read; the others were converted "
                                              "(with --skip-refused that is a success)");
    return {};
}

} // namespace

void addConvertCommand(CLI::App& root, Action& chosen) {
    addCommand<ConvertOptions>(
        root, chosen, "convert", "Make TFRecords of NoteSequences from music files",
        [](CLI::App& command, ConvertOptions& options) {
            command.add_option("inputs", options.inputs,
                               "Folders, with all in them, files of music, or TFRecords of NoteSequences");
            command.add_option("--input-dir", options.inputDir, "One more folder or file, as in Magenta");
            command.add_flag("--recursive", options.recursive, "Go into the folders of --input-dir too");
            command.add_option("--output-file", options.outputFile, "The TFRecord to write")->required();
            command.add_option("--split", options.split, "Only songs of this part, by info.csv, else by their names")
                ->check(CLI::IsMember({"train", "validation", "test"}));
            command
                .add_option("--beat-type", options.beatType,
                            "Only songs of this type, by info.csv or by names like 1_funk_80_beat_4-4.mid")
                ->check(CLI::IsMember({"beat", "fill"}));
            command.add_option("--time-signature", options.timeSignature,
                               "Only songs in this one, by info.csv or name, else throughout, like 4/4");
            command
                .add_option("--duplicates", options.duplicates,
                            "What to do with songs that are the same music as another: keep (default) or drop")
                ->check(CLI::IsMember({"keep", "drop"}));
            auto* const shards =
                command.add_option("--shards", options.shards, "Write so many files, FILE-00000-of-00004 and so on")
                    ->check(CLI::Range(1, 99999));
            command
                .add_option("--shard", options.shard,
                            "Only one shard: 2/16 of the shards 0/16 to 15/16, for jobs on many machines")
                ->excludes(shards);
            command.add_option(
                "--config", options.configuration,
                "Count the windows that this configuration would learn from, like groovae_2bar_humanize");
            command
                .add_option("--rules", options.rules,
                            "By which windows are counted: segue (default: pads, follows the tempo map) or magenta")
                ->check(CLI::IsMember({"segue", "magenta"}));
            command.add_option("--report", options.reportFile, "Write what became of each file to this JSON file");
            command.add_option("--jobs", options.jobs, "Threads that read (default: as many as processors)")
                ->check(CLI::Range(1, 1024));
            command.add_flag("--restart", options.restart, "Begin anew, whatever an earlier run left unfinished");
            command.add_flag("--skip-refused", options.skipRefused, "Succeed although files could not be read");
            command.add_option("--log", options.ignored, "Understood from Magenta, without effect")->group("");
            command.footer("Files that cannot be read are reported, and the others written; the exit code is then 1. "
                           "Stopped by Ctrl+C or killed, the same command goes on where it was.");
        },
        convertMusic);
}

} // namespace segue::cli
