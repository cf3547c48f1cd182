#include "app/cli/EncodeCommand.h"

#include "app/cli/DrumMapOption.h"
#include "app/cli/GrooveFiles.h"
#include "app/cli/ModelOption.h"
#include "app/cli/PatternJson.h"
#include "core/base/Utf8.h"

#include <optional>

namespace segue::cli {
namespace {

struct EncodeOptions {
    ModelOption model;
    std::vector<std::filesystem::path> inputs;
    std::filesystem::path tokens;
    std::optional<int> bar;
    std::string drumMap;
    std::filesystem::path output;
};

/// The patterns to encode, and where each was.
struct Grooves {
    std::vector<music::DrumPattern> patterns;
    nlohmann::json windows = nlohmann::json::array();
};

Status readMidiInputs(const EncodeOptions& options, const codec::GrooveCodec& codec, Grooves& grooves, Report& report) {
    const auto map = readingMapFrom(options.drumMap);
    if (!map)
        return fail(map.error());
    for (const auto& path : options.inputs) {
        auto file = readGroove(path, codec, *map);
        if (!file)
            return fail(file.error());
        if (options.bar) {
            const auto window = chooseWindow(*file, options.bar);
            if (!window)
                return fail(window.error());
            file->extraction.windows = {*window};
        }
        for (const codec::Window& window : file->extraction.windows) {
            grooves.patterns.push_back(window.pattern);
            grooves.windows.push_back(
                {{"file", utf8FromUnknown(path.string())}, {"track", nullptr}, {"bar", window.bar}});
        }
        report.line(path.string() + ": " + std::to_string(file->extraction.windows.size()) + " windows");
    }
    return {};
}

Status readTokens(const EncodeOptions& options, const architecture::GrooveCodecConfig& codec, Grooves& grooves) {
    const auto document = readJsonFile(options.tokens);
    if (!document)
        return fail(document.error());
    auto patterns = patternsFromJson(*document, codec.steps(), codec.stepsPerBeat);
    if (!patterns)
        return fail(patterns.error(), "while reading " + options.tokens.string());
    for (std::size_t index = 0; index < patterns->size(); ++index)
        grooves.windows.push_back(
            {{"file", utf8FromUnknown(options.tokens.string())}, {"track", nullptr}, {"bar", nullptr}});
    grooves.patterns = std::move(*patterns);
    return {};
}

Status run(const EncodeOptions& options, Report& report) {
    const auto model = loadModel(options.model, report);
    if (!model)
        return fail(model.error());
    const codec::GrooveCodec codec(std::get<architecture::GrooveCodecConfig>((*model)->architecture().codec));
    Grooves grooves;
    const Status read =
        options.tokens.empty()
            ? readMidiInputs(options, codec, grooves, report)
            : readTokens(options, std::get<architecture::GrooveCodecConfig>((*model)->architecture().codec), grooves);
    if (!read)
        return read;

    const auto workspace = (*model)->makeWorkspace();
    nlohmann::json means = nlohmann::json::array();
    nlohmann::json sigmas = nlohmann::json::array();
    for (const music::DrumPattern& pattern : grooves.patterns) {
        const decoder::Posterior posterior = (*model)->encode(pattern, *workspace);
        means.push_back(posterior.mean);
        sigmas.push_back(posterior.sigma);
    }
    const nlohmann::json document{
        {"z", std::move(means)}, {"sigma", std::move(sigmas)}, {"windows", std::move(grooves.windows)}};
    if (!options.output.empty()) {
        report.set("output", utf8FromUnknown(options.output.string()));
        report.set("windows", document["windows"]);
        return writeJsonFile(options.output, document);
    }
    report.object().update(document);
    report.line(document.dump());
    return {};
}

void define(CLI::App& command, EncodeOptions& options) {
    defineModelOption(command, options.model);
    auto* inputs = command.add_option("--input", options.inputs, "MIDI files: every window of each is encoded");
    auto* tokens = command.add_option("--tokens", options.tokens, "A JSON file of patterns, as decode writes them");
    auto* sources = command.add_option_group("input", "What to encode");
    sources->add_options(inputs, tokens);
    sources->require_option(1);
    command.add_option("--bar", options.bar, "Only the window that begins with this bar of each file, from 1")
        ->excludes(tokens);
    defineDrumMapOption(command, options.drumMap);
    command.add_option("--output", options.output,
                       "JSON file for the means (\"z\"), deviations (\"sigma\") and places (\"windows\", bars from 0); "
                       "without it they are printed");
}

} // namespace

void addEncodeCommand(CLI::App& root, Action& chosen) {
    addCommand<EncodeOptions>(root, chosen, "encode", "Find the points of the latent space that stand for grooves",
                              define, run);
}

} // namespace segue::cli
