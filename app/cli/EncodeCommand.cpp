#include "app/cli/EncodeCommand.h"

#include "app/cli/DrumMapOption.h"
#include "app/cli/ModelOption.h"
#include "app/cli/MusicPatterns.h"
#include "app/cli/PatternJson.h"
#include "app/cli/TokensJson.h"
#include "app/cli/ToldOption.h"
#include "core/base/Utf8.h"

namespace segue::cli {
namespace {

struct EncodeOptions {
    ModelOption model;
    std::vector<std::filesystem::path> inputs;
    std::filesystem::path tokens;
    WindowChoice choice;
    ToldOption told;
    std::string drumMap;
    std::filesystem::path output;
};

/// The patterns to encode, and where each was.
struct Heard {
    std::vector<music::Pattern> patterns;
    nlohmann::json windows = nlohmann::json::array();
};

Status readFiles(const EncodeOptions& options, const codec::Codec& codec, Heard& heard, Report& report) {
    const auto map = readingMapFrom(options.drumMap);
    if (!map)
        return fail(map.error());
    for (const auto& path : options.inputs) {
        const auto file = readPatterns(path, codec, *map);
        if (!file)
            return fail(file.error());
        const auto windows = chooseWindows(*file, options.choice);
        if (!windows)
            return fail(windows.error());
        for (const codec::PatternWindow& window : *windows) {
            auto pattern = withHarmony(options.told, window.pattern, codec);
            if (!pattern)
                return fail(pattern.error());
            heard.patterns.push_back(std::move(*pattern));
            const auto track = window.instrument < 0 ? nlohmann::json() : nlohmann::json(window.instrument);
            heard.windows.push_back({{"file", utf8FromUnknown(path.string())}, {"track", track}, {"bar", window.bar}});
        }
        report.line(path.string() + ": " + std::to_string(windows->size()) + " windows");
    }
    return {};
}

Status readTokens(const EncodeOptions& options, const codec::Codec& codec, Heard& heard, Report& report) {
    const auto document = readJsonFile(options.tokens);
    if (!document)
        return fail(document.error());
    const auto outputs = outputsFromJson(*document, codec.configuration());
    if (!outputs)
        return fail(outputs.error(), "while reading " + options.tokens.string());
    const ToldOption told = withDefaults(options.told, codec, report);
    const auto shape = architecture::tensorShape(codec.configuration());
    for (const std::vector<float>& output : *outputs) {
        if (output.size() != static_cast<std::size_t>(shape.steps) * static_cast<std::size_t>(shape.output))
            return fail(ErrorCode::ShapeMismatch,
                        "Pattern " + std::to_string(heard.patterns.size() + 1) + " of " + options.tokens.string() +
                            " is shorter than the model's window of " + std::to_string(shape.steps) + " steps");
        auto pattern = withHarmony(told, codec.patternOf(output), codec);
        if (!pattern)
            return fail(pattern.error());
        heard.patterns.push_back(std::move(*pattern));
        heard.windows.push_back(
            {{"file", utf8FromUnknown(options.tokens.string())}, {"track", nullptr}, {"bar", nullptr}});
    }
    return {};
}

Status run(const EncodeOptions& options, Report& report) {
    const auto model = loadModel(options.model, report);
    if (!model)
        return fail(model.error());
    if (auto status = requireEncoder(**model); !status)
        return status;
    const codec::Codec& codec = (*model)->codec();
    Heard heard;
    if (auto status = options.tokens.empty() ? readFiles(options, codec, heard, report)
                                             : readTokens(options, codec, heard, report);
        !status)
        return status;

    const auto workspace = (*model)->makeWorkspace({.rows = kTogether});
    nlohmann::json means = nlohmann::json::array();
    nlohmann::json sigmas = nlohmann::json::array();
    (void)(*model)->encodeMany(heard.patterns, *workspace, [&](std::size_t, const decoder::Posterior& posterior) {
        means.push_back(posterior.mean);
        sigmas.push_back(posterior.sigma);
        return true;
    });
    const nlohmann::json document{
        {"z", std::move(means)}, {"sigma", std::move(sigmas)}, {"windows", std::move(heard.windows)}};
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
    auto* inputs =
        command.add_option("--input", options.inputs, "MIDI files or scores: every window of each is encoded");
    auto* tokens = command.add_option("--tokens", options.tokens, "A JSON file of patterns, as decode writes them");
    auto* sources = command.add_option_group("input", "What to encode");
    sources->add_options(inputs, tokens);
    sources->require_option(1);
    command.add_option("--bar", options.choice.bar, "Only windows that begin with this bar of each file, from 1")
        ->excludes(tokens);
    command.add_option("--track", options.choice.track, "Only windows of this instrument, as inspect numbers them")
        ->excludes(tokens);
    defineHarmonyOptions(command, options.told);
    defineDrumMapOption(command, options.drumMap);
    command.add_option("--output", options.output,
                       "JSON file for the means (\"z\"), deviations (\"sigma\") and places (\"windows\", bars from 0); "
                       "without it they are printed");
}

} // namespace

void addEncodeCommand(CLI::App& root, Action& chosen) {
    addCommand<EncodeOptions>(root, chosen, "encode", "Find the points of the latent space that stand for music",
                              define, run);
}

} // namespace segue::cli
