#include "app/cli/ConfigsCommand.h"

#include "app/cli/Numbers.h"
#include "core/architecture/Blueprint.h"
#include "core/base/Files.h"
#include "core/base/Utf8.h"
#include "training/Configuration.h"

#include <algorithm>
#include <filesystem>

namespace segue::cli {
namespace {

struct ConfigsOptions {
    std::string show;
    std::string recipe = "segue";
    std::filesystem::path output;
    bool explain = false;
};

/// In a musician's words.
struct MakesOf {
    std::string operator()(const architecture::GrooveCodecConfig& codec) const {
        if (codec.humanize)
            return "grooves from stiff drums";
        if (codec.tapify)
            return codec.noteDropout > 0 ? "grooves from loose taps" : "grooves from taps";
        if (!codec.addInstruments.empty())
            return "grooves with drums added";
        return codec.hitsAsControls ? "grooves for given hits" : "grooves";
    }
    std::string operator()(const architecture::DrumsCodecConfig&) const { return "drums without velocity"; }
    std::string operator()(const architecture::MelodyCodecConfig& codec) const {
        return codec.chords ? "melodies over chords" : "melodies";
    }
    std::string operator()(const architecture::TrioCodecConfig&) const { return "melody, bass and drums"; }
    std::string operator()(const architecture::PerformanceCodecConfig& codec) const {
        return codec.chords ? "several instruments over chords" : "several instruments";
    }
};

int barsOf(const architecture::CodecConfig& codec) {
    return std::visit([](const auto& config) { return config.bars; }, codec);
}

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(width, text.size()), ' ');
    return text;
}

void listConfigurations(Report& report) {
    auto list = nlohmann::json::array();
    for (const auto& architecture : architecture::namedConfigurations()) {
        const std::string makes = std::visit(MakesOf(), architecture.codec);
        const int bars = barsOf(architecture.codec);
        const std::int64_t parameters = architecture::weightCount(architecture);
        report.line(padded(architecture.name, 46) + padded(makes, 34) +
                    padded(std::to_string(bars) + (bars == 1 ? " bar" : " bars"), 10) +
                    padded("z " + std::to_string(architecture.latentSize), 8) +
                    withDigits(static_cast<double>(parameters) / 1e6, 1) + " million weights");
        list.push_back({{"name", architecture.name},
                        {"makes", makes},
                        {"bars", bars},
                        {"latent_size", architecture.latentSize},
                        {"parameters", parameters}});
    }
    report.line("To make your own: configs --show NAME --output FILE, edit it, and train with --config FILE.");
    report.set("configurations", std::move(list));
}

Status showConfiguration(const ConfigsOptions& options, Report& report) {
    const auto recipe = training::recipeFromName(options.recipe);
    if (!recipe)
        return fail(recipe.error());
    const auto configuration = training::namedConfiguration(options.show, *recipe);
    if (!configuration)
        return fail(configuration.error());
    const auto document = training::toJson(*configuration);
    report.set("configuration", document);
    const std::string text = document.dump(2);
    if (options.output.empty()) {
        report.line(text);
        return {};
    }
    report.set("output", utf8FromUnknown(options.output.string()));
    return writeFileAtomically(options.output, std::string_view(text + "\n"));
}

void explainParameters(Report& report) {
    auto list = nlohmann::json::array();
    for (const auto& [name, meaning, more, less] : training::hyperparameterHelp()) {
        report.line(name + ": " + meaning);
        report.line("  up    " + more);
        report.line("  down  " + less);
        list.push_back({{"name", name}, {"meaning", meaning}, {"up", more}, {"down", less}});
    }
    report.set("hyperparameters", std::move(list));
}

} // namespace

void addConfigsCommand(CLI::App& root, Action& chosen) {
    addCommand<ConfigsOptions>(
        root, chosen, "configs", "List what can be trained, or print a configuration to edit",
        [](CLI::App& command, ConfigsOptions& options) {
            auto* show = command.add_option("--show", options.show, "Print this one: its networks, and how it learns");
            command
                .add_option("--recipe", options.recipe, "How it learns: segue (most in an hour) or magenta (Magenta's)")
                ->needs(show)
                ->capture_default_str();
            command.add_option("--output", options.output, "Write it to this file instead")->needs(show);
            command.add_flag("--hparams", options.explain,
                             "Explain the hyper-parameters of train --hparams, one by one");
        },
        [](const ConfigsOptions& options, Report& report) -> Status {
            if (options.explain) {
                explainParameters(report);
                return {};
            }
            if (!options.show.empty())
                return showConfiguration(options, report);
            listConfigurations(report);
            return {};
        });
}

} // namespace segue::cli
