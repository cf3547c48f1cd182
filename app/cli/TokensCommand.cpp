#include "app/cli/TokensCommand.h"

#include "app/cli/DrumMapOption.h"
#include "app/cli/ExtractionJson.h"
#include "app/cli/MidiFolder.h"
#include "app/cli/PatternJson.h"
#include "app/cli/Repairs.h"
#include "app/cli/TokensJson.h"
#include "core/architecture/Architecture.h"
#include "core/base/Utf8.h"
#include "core/codec/Codec.h"
#include "core/files/MusicCollection.h"
#include "core/files/MusicFiles.h"

namespace segue::cli {
namespace {

using architecture::CodecConfig;
using nlohmann::json;

struct TokensOptions {
    std::vector<std::filesystem::path> files;
    std::string configuration;
    bool magentaRules = false;
    codec::ExtractionOptions extraction;
    bool withInputs = false;
    std::filesystem::path output;
    std::filesystem::path tokens; ///< to be decoded
    std::filesystem::path outputFolder;
    double bpm = 120;
    std::string drumMap;
};

/// A named configuration, or else a JSON file: a codec, or what has one under "codec".
Result<CodecConfig> configFrom(const std::string& nameOrPath) {
    auto named = architecture::namedConfiguration(nameOrPath);
    if (named)
        return std::move(named->codec);
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(nameOrPath, ignored))
        return fail(named.error());
    const auto document = readJsonFile(nameOrPath);
    if (!document)
        return fail(document.error());
    auto config = architecture::codecFromJson(
        document->is_object() && document->contains("codec") ? (*document)["codec"] : *document);
    if (!config)
        return fail(config.error(), "while reading " + nameOrPath);
    return config;
}

/// All that was found in the files, as it is written out.
struct Found {
    std::vector<codec::ExampleWindow> windows;
    json places = json::array();
    codec::ExtractionReport total; ///< with the phase, if there is one song
    json songs = json::array();
    std::vector<files::RefusedFile> refused;
};

void addSong(const std::string& name, const std::vector<files::Repair>& repairs, codec::Examples examples, Found& found,
             Report& report) {
    for (codec::ExampleWindow& window : examples.windows) {
        found.places.push_back({{"file", name},
                                {"track", window.instrument < 0 ? json() : json(window.instrument)},
                                {"bar", window.bar},
                                {"padded", window.padded}});
        found.windows.push_back(std::move(window));
    }
    report.line(name + ": " + std::to_string(examples.windows.size()) + " windows" + describe(examples.report));
    for (const files::Repair& repair : repairs)
        report.line("  mended " + describe(repair));
    found.total = found.songs.empty() ? examples.report : merged(std::move(found.total), examples.report);
    json song = toJson(examples.report);
    song["file"] = name;
    song["windows"] = examples.windows.size();
    song["repairs"] = toJson(repairs);
    found.songs.push_back(std::move(song));
}

/// Takes every song of a file, or of a folder or TFRecord.
Status readSongs(const std::filesystem::path& path, const codec::Codec& codec, const TokensOptions& options,
                 Found& found, Report& report) {
    const files::MusicKind kind = files::musicKindOf(path);
    const bool isCollection = kind == files::MusicKind::Folder || kind == files::MusicKind::NoteSequences;
    const auto refused = files::visitMusicCollection(path, {}, [&](files::CollectedSequence song) -> Status {
        const std::string name = isCollection ? song.info.file : utf8FromUnknown(path.string());
        auto examples = codec.examples(song.sequence, options.extraction);
        if (examples)
            addSong(name, song.repairs, std::move(*examples), found, report);
        else
            found.refused.push_back({name, std::move(examples).error()});
        return {};
    });
    if (!refused)
        return fail(refused.error());
    found.refused.insert(found.refused.end(), refused->begin(), refused->end());
    return {};
}

json documentOf(const Found& found, const CodecConfig& config, bool withInputs) {
    std::vector<std::span<const float>> outputs;
    for (const codec::ExampleWindow& window : found.windows)
        outputs.emplace_back(window.pattern.output);
    json document = outputsToJson(config, outputs);
    document["codec"] = architecture::toJson(config);
    document["windows"] = found.places;
    document["report"] = toJson(found.total);
    document["files"] = found.songs;
    const architecture::TensorShape shape = architecture::tensorShape(config);
    if (shape.control > 0)
        document["controls"] = json::array();
    if (withInputs)
        document["inputs"] = json::array();
    for (const codec::ExampleWindow& window : found.windows) {
        if (shape.control > 0)
            document["controls"].push_back(rowsToJson(window.pattern.control, shape.control));
        if (withInputs)
            document["inputs"].push_back(rowsToJson(window.pattern.input, shape.input));
    }
    return document;
}

/// Tells of every song that gave nothing, and fails if there is one.
Status tellRefused(const Found& found, const TokensOptions& options, Report& report) {
    if (found.refused.empty())
        return {};
    if (options.files.size() == 1 && found.songs.empty() && found.refused.size() == 1)
        return fail(found.refused.front().error);
    json list = json::array();
    for (const auto& [file, error] : found.refused) {
        report.note(file + ": " + error.text());
        list.push_back({{"file", file}, {"code", std::string(name(error.code()))}, {"message", error.text()}});
    }
    report.set("refused", std::move(list));
    return fail(found.refused.front().error.code(),
                std::to_string(found.refused.size()) + " of the songs gave no tokens; the others are there");
}

Status encode(const TokensOptions& options, const CodecConfig& config, Report& report) {
    const auto codec = codec::makeCodec(config);
    if (!codec)
        return fail(codec.error());
    Found found;
    for (const auto& path : options.files)
        if (auto status = readSongs(path, **codec, options, found, report); !status)
            return status;
    if (!found.songs.empty()) {
        const json document = documentOf(found, config, options.withInputs);
        if (options.output.empty()) {
            report.object().update(document);
            report.line(document.dump());
        } else {
            report.set("output", utf8FromUnknown(options.output.string()));
            report.set("windows", document["windows"]);
            report.set("report", document["report"]);
            if (auto status = writeJsonFile(options.output, document); !status)
                return status;
        }
    }
    return tellRefused(found, options, report);
}

Status decode(const TokensOptions& options, Report& report) {
    const auto document = readJsonFile(options.tokens);
    if (!document)
        return fail(document.error());
    if (options.configuration.empty() && !(document->is_object() && document->contains("codec")))
        return fail(ErrorCode::InvalidArgument,
                    options.tokens.string() + " does not say of which codec it is; --config does");
    const auto config = options.configuration.empty() ? architecture::codecFromJson((*document)["codec"])
                                                      : configFrom(options.configuration);
    if (!config)
        return fail(config.error(), "while reading " + options.tokens.string());
    const auto outputs = outputsFromJson(*document, *config);
    if (!outputs)
        return fail(outputs.error(), "while reading " + options.tokens.string());
    const auto codec = codec::makeCodec(*config);
    if (!codec)
        return fail(codec.error());
    std::vector<music::NoteSequence> pieces;
    for (const std::vector<float>& output : *outputs)
        pieces.push_back((*codec)->notesFromOutput(output, Bpm(options.bpm)));
    const auto paths = writeMidiFolder(pieces, options.outputFolder, "tokens");
    if (!paths)
        return fail(paths.error());
    json list = json::array();
    for (std::size_t at = 0; at < paths->size(); ++at) {
        const std::string name = utf8FromUnknown((*paths)[at].string());
        list.push_back({{"file", name}, {"notes", pieces[at].notes.size()}});
        report.line(name + ": " + std::to_string(pieces[at].notes.size()) + " notes");
    }
    report.set("outputs", std::move(list));
    return {};
}

Status run(TokensOptions options, Report& report) {
    if (!options.tokens.empty())
        return decode(options, report);
    const auto config = configFrom(options.configuration);
    if (!config)
        return fail(config.error());
    auto map = readingMapFrom(options.drumMap);
    if (!map)
        return fail(std::move(map).error());
    options.extraction.readingMap = std::move(*map);
    options.extraction.rules = options.magentaRules ? codec::Rules::Magenta : codec::Rules::Segue;
    return encode(options, *config, report);
}

void define(CLI::App& command, TokensOptions& options) {
    auto* config =
        command.add_option("--config", options.configuration,
                           "A configuration (cat-mel_2bar_small, groovae_2bar), or a JSON file with a codec");
    auto* inputs = command.add_option("files", options.files, "Files of music, folders or TFRecords")->needs(config);
    command.add_option("--output", options.output, "JSON file for the tokens; without it they are printed")
        ->needs(inputs);
    command
        .add_option_function<std::string>(
            "--rules", [&](const std::string& rules) { options.magentaRules = rules == "magenta"; },
            "segue pads what is short and follows the tempo; magenta reads what Magenta does, window by window")
        ->check(CLI::IsMember({"segue", "magenta"}))
        ->default_str("segue");
    command.add_option("--hop-bars", options.extraction.hopBars, "A window begins every so many bars")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    command.add_flag_callback(
        "--keep-phase", [&] { options.extraction.removePhase = false; },
        "Leave music where it is that lies beside the grid as a whole");
    defineDrumMapOption(command, options.drumMap);
    command.add_flag("--inputs", options.withInputs,
                     "Write what the encoder hears too, where a configuration takes something away");
    auto* tokens = command.add_option("--decode", options.tokens, "Make MIDI files of such a JSON file instead");
    auto* folder = command.add_option("--output-dir", options.outputFolder, "Folder for the MIDI files");
    tokens->needs(folder)->excludes(inputs);
    folder->needs(tokens);
    command.add_option("--bpm", options.bpm, "Tempo of the MIDI files")
        ->check(CLI::Range(10.0, 1000.0))
        ->capture_default_str();
    auto* sources = command.add_option_group("input", "What to read");
    sources->add_options(inputs, tokens);
    sources->require_option(1);
}

} // namespace

void addTokensCommand(CLI::App& root, Action& chosen) {
    addCommand<TokensOptions>(root, chosen, "tokens", "Tell what a model would learn from music, as JSON, or play it",
                              define, run);
}

} // namespace segue::cli
