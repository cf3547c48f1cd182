#include "app/cli/FitCommand.h"

#include "app/cli/DecodingOption.h"
#include "app/cli/Numbers.h"
#include "app/cli/ProgressBar.h"
#include "app/cli/SplitOption.h"
#include "app/cli/StopOnSignal.h"
#include "app/cli/StoredWeights.h"
#include "core/base/Utf8.h"
#include "core/latent/MapBuilder.h"
#include "core/latent/SecondStage.h"
#include "core/music/Attributes.h"

#include <algorithm>
#include <filesystem>

namespace segue::cli {
namespace {

struct FitOptions {
    std::filesystem::path model;
    std::filesystem::path examples;
    std::filesystem::path output;
    std::filesystem::path map;
    std::vector<std::string> tracks;
    std::vector<std::string> splits{"train", "validation"};
    std::string title;
    std::string attribution;
    StoredOption weights;
    int mapWindows = 0; ///< 0: all
    int threads = 1;
};

/// As many draws show whether they are like the examples.
constexpr int kDraws = 1000;

Result<latent::BuiltMap> listen(const FitOptions& options, const decoder::LiveModel& model, std::stop_token stop,
                                Report& report) {
    latent::MapBuildOptions wanted;
    auto splits = splitsNamed(options.splits);
    if (!splits)
        return fail(splits.error());
    wanted.splits = std::move(*splits);
    const auto collection = files::readMusicCollection(
        options.examples, {.tracks = options.tracks, .jobs = options.threads, .progress = {}, .stop = stop});
    if (!collection)
        return fail(collection.error());
    wanted.title = options.title.empty() ? options.examples.filename().string() : options.title;
    wanted.attribution = options.attribution;
    wanted.threads = options.threads;
    wanted.stop = stop;
    wanted.progress = [bar = ProgressBar(report, "pieces", 0)](int done, int total) mutable {
        bar.show(static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(total));
    };
    return latent::buildMap(model, *collection, wanted);
}

/// At most so many of its examples, evenly chosen.
latent::MapFile thinned(latent::MapFile map, std::size_t most) {
    const std::size_t count = map.examples.size();
    if (most == 0 || count <= most)
        return map;
    const auto size = static_cast<std::size_t>(map.latentSize);
    std::vector<float> means;
    std::vector<latent::ExampleInfo> examples;
    for (std::size_t i = 0; i < most; ++i) {
        const std::size_t at = i * count / most;
        means.insert(means.end(), map.means.begin() + static_cast<std::ptrdiff_t>(at * size),
                     map.means.begin() + static_cast<std::ptrdiff_t>((at + 1) * size));
        examples.push_back(std::move(map.examples[at]));
    }
    map.means = std::move(means);
    map.examples = std::move(examples);
    return map;
}

/// Names of what music::onsetsByPart counts.
std::vector<std::string> partNames(const architecture::CodecConfig& config, std::size_t parts) {
    std::vector<std::string> names = std::visit(
        [](const auto& codec) {
            std::vector<std::string> drums;
            if constexpr (requires { codec.drumMap; })
                for (const music::DrumClass& drum : codec.drumMap.classes)
                    drums.push_back(drum.name);
            return drums;
        },
        config);
    if (parts == 3 && names.size() != parts)
        return {"Melody", "Bass", "Drums"};
    if (names.size() != parts)
        names.assign(parts, "Notes");
    return names;
}

/// What draws have of each part, against the examples: 1 is as much.
Status compareDraws(const decoder::LiveModel& model, const latent::BuiltMap& built, latent::SecondStage& stage,
                    Report& report) {
    std::vector<float> points;
    for (int index = 0; index < kDraws; ++index) {
        Random random = Random::stream(1, static_cast<std::uint64_t>(index));
        const auto z = stage.density->draw(random);
        points.insert(points.end(), z.begin(), z.end());
    }
    const auto patterns = decodePatterns(model, points, {}, {});
    if (!patterns)
        return fail(patterns.error());
    std::vector<double> drawn(built.onsets.size());
    for (const music::Pattern& pattern : *patterns)
        std::ranges::transform(drawn, music::onsetsByPart(pattern), drawn.begin(),
                               [](double sum, int onsets) { return sum + static_cast<double>(onsets) / kDraws; });
    const auto names = partNames(model.architecture().codec, drawn.size());
    report.line("Onsets a window, of " + std::to_string(built.map.examples.size()) + " examples and of " +
                std::to_string(kDraws) + " draws:");
    nlohmann::json list = nlohmann::json::array();
    for (std::size_t part = 0; part < drawn.size(); ++part) {
        list.push_back({{"name", names[part]}, {"examples", built.onsets[part]}, {"draws", drawn[part]}});
        const std::string change = withDigits(100 * (drawn[part] / built.onsets[part] - 1), 0);
        report.line(
            "  " + names[part] + "  " + withDigits(built.onsets[part], 2) + "  " + withDigits(drawn[part], 2) +
            (built.onsets[part] > 0 ? "  (" + std::string(change.starts_with('-') ? "" : "+") + change + " %)" : ""));
    }
    report.set("onsets", list);
    stage.densityFacts["onsets"] = std::move(list);
    return {};
}

void tell(const std::vector<latent::AttributeDirection>& attributes, Report& report) {
    nlohmann::json names = nlohmann::json::array();
    std::string line;
    for (const latent::AttributeDirection& each : attributes) {
        names.push_back(each.name);
        line += (line.empty() ? "" : ", ") + each.name;
    }
    report.set("attributes", std::move(names));
    report.line(line.empty() ? "No attribute varies enough for a direction" : "Directions of " + line);
}

Status run(const FitOptions& options, Report& report) {
    auto model = readToRewrite(options.model, options.weights);
    if (!model)
        return fail(model.error());

    const StopOnSignal stop;
    auto built = listen(options, *model->live, stop.token(), report);
    if (!built)
        return fail(built.error());
    for (const files::RefusedFile& refused : built->refused)
        report.note(refused.file + ": " + refused.error.text());
    auto stage =
        latent::fitSecondStage(*model->live, latent::stageExamplesOf(*built), {.progress = {}, .stop = stop.token()});
    if (!stage)
        return fail(stage.error());
    if (auto status = compareDraws(*model->live, *built, *stage, report); !status)
        return status;
    tell(stage->attributes, report);

    model->file.fitted = latent::toFitted(*stage);
    if (auto status = files::writeModelFile(options.output, model->file, model->type); !status)
        return status;
    std::filesystem::path map = options.map;
    if (map.empty())
        map = std::filesystem::path(options.output).replace_extension(".segue-map");
    const latent::MapFile shown = thinned(std::move(built->map), static_cast<std::size_t>(options.mapWindows));
    if (auto status = latent::writeMapFile(map, shown); !status)
        return status;
    const auto megabytes = [](const std::filesystem::path& each) {
        return withDigits(static_cast<double>(std::filesystem::file_size(each)) / 1e6, 1) + " MB";
    };
    report.set("examples", shown.examples.size());
    report.set("checksum", model->live->checksum());
    report.set("output", utf8FromUnknown(options.output.string()));
    report.set("map", utf8FromUnknown(map.string()));
    report.line(options.output.string() + ": the model with what was fitted, " + megabytes(options.output));
    report.line(map.string() + ": its map, " + std::to_string(shown.examples.size()) + " examples, " + megabytes(map));
    return {};
}

void define(CLI::App& command, FitOptions& options) {
    command.add_option("--model", options.model, "The model file, or the name of one that comes with Segue")
        ->required();
    command
        .add_option("--examples,--examples-path", options.examples,
                    "What it learned from: a folder or file of music, or TFRecords")
        ->required();
    command.add_option("--output", options.output, "The model file to write; it may be the one that is read")
        ->required();
    command.add_option("--map", options.map, "The map file to write; without it beside the model, as .segue-map");
    command.add_option("--map-windows", options.mapWindows, "Show at most so many windows on the map, evenly chosen")
        ->check(CLI::Range(3, 1'000'000));
    command.add_option("--tracks", options.tracks, "Hear only tracks of these names");
    command.add_option("--split", options.splits, "train, validation, test, or several with commas")
        ->delimiter(',')
        ->capture_default_str();
    command.add_option("--title", options.title, "What the map is of, as people read it");
    command.add_option("--attribution", options.attribution, "Source, makers and licence of the examples");
    defineStoredOption(command, options.weights);
    command.add_option("--threads", options.threads, "Threads that encode")
        ->check(CLI::Range(1, 256))
        ->capture_default_str();
}

} // namespace

void addFitCommand(CLI::App& root, Action& chosen) {
    addCommand<FitOptions>(root, chosen, "fit",
                           "Finish a trained model: what to draw from, directions of density and the like, and its map",
                           define, run);
}

} // namespace segue::cli
