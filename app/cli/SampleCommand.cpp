#include "app/cli/SampleCommand.h"

#include "app/cli/AttributeOption.h"
#include "app/cli/DecodingOption.h"
#include "app/cli/ModelOption.h"
#include "app/cli/MusicPatterns.h"
#include "app/cli/Numbers.h"
#include "app/cli/PatternSheet.h"
#include "app/cli/ToldOption.h"
#include "core/base/Files.h"
#include "core/base/Random.h"
#include "core/base/Utf8.h"
#include "core/latent/MapFile.h"
#include "core/latent/Prior.h"
#include "core/latent/SecondStage.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

namespace segue::cli {
namespace {

enum class Source { Automatic, Density, Map, Prior };

struct SampleOptions {
    ModelOption model;
    std::filesystem::path outputFolder;
    std::filesystem::path picture;
    std::filesystem::path map;
    int count = 5;
    double bpm = 120.0;
    Source source = Source::Automatic;
    ToldOption told;
    DecodingOption decoding;
    AttributeOption attributes;
};

const std::map<std::string, Source> kSources{
    {"auto", Source::Automatic}, {"density", Source::Density}, {"map", Source::Map}, {"prior", Source::Prior}};

/// The map that belongs to the model: chosen, or beside it under the same name.
/// Errors: readMapFile's; InvalidArgument (of another model, or empty).
Result<latent::MapFile> readMap(const SampleOptions& options, const decoder::LiveModel& model) {
    auto path = options.map;
    if (path.empty()) {
        const auto modelFile = modelPath(options.model);
        if (!modelFile)
            return fail(modelFile.error());
        path = *modelFile;
        path.replace_extension(".segue-map");
    }
    auto map = latent::readMapFile(path);
    if (!map)
        return fail(map.error());
    if (map->modelChecksum != model.checksum() || map->latentSize != model.architecture().latentSize)
        return fail(ErrorCode::InvalidArgument, path.string() + " is the map of another model");
    if (map->means.empty())
        return fail(ErrorCode::InvalidArgument, path.string() + " is empty");
    return map;
}

/// As many as a picture has room for.
Status draw(std::vector<music::Pattern> patterns, const decoder::LiveModel& model, const SampleOptions& options,
            Report& report) {
    constexpr std::size_t kDrawn = 16;
    patterns.resize(std::min(patterns.size(), kDrawn));
    const std::string title = model.architecture().name + ": " + std::to_string(patterns.size()) +
                              (patterns.size() == 1 ? " draw" : " draws") + ", temperature " +
                              withDigits(static_cast<double>(options.decoding.options.temperature), 2) + ", seed " +
                              std::to_string(options.decoding.options.seed);
    if (auto status = writeFileAtomically(options.picture, patternsAsPng(patterns, model.codec(), title)); !status)
        return status;
    report.set("picture", utf8FromUnknown(options.picture.string()));
    report.line(options.picture.string() + ": a picture of " + std::to_string(patterns.size()));
    return {};
}

/// What to draw from. Nothing: N(0, I). Says in the report which it is.
/// Errors: readMap's; NotFound (there is no density, and it is what was asked for).
Result<std::optional<latent::LatentDensity>> chooseDensity(const SampleOptions& options,
                                                           const decoder::LiveModel& model,
                                                           const latent::SecondStage& stage, Report& report) {
    const bool isAutomatic = options.source == Source::Automatic;
    if (options.source == Source::Density || (isAutomatic && options.map.empty() && stage.density)) {
        if (!stage.density)
            return fail(ErrorCode::NotFound, "The model has no density to draw from; the command fit computes one, and "
                                             "--source prior draws without it");
        report.set("source", "density");
        report.line("Drawing from the density that was fitted to the model's examples");
        return stage.density;
    }
    if (options.source != Source::Prior) {
        auto map = readMap(options, model);
        if (!map && (!isAutomatic || !options.map.empty() || map.error().code() != ErrorCode::NotFound))
            return fail(map.error());
        if (map) {
            const latent::BuiltMap built{std::move(*map), {}, {}, {}};
            const latent::StageExamples examples = latent::stageExamplesOf(built);
            auto density = latent::fitDensity(examples.means, examples.latentSize, {.pieces = examples.pieces});
            if (!density)
                return fail(density.error());
            report.set("source", "map");
            report.line("Drawing from the density of the model's map");
            return std::move(*density);
        }
    }
    report.set("source", "prior");
    report.line("Drawing from the standard normal distribution");
    return std::nullopt;
}

Status run(const SampleOptions& options, Report& report) {
    const auto model = loadModel(options.model, report);
    if (!model)
        return fail(model.error());
    const int latentSize = (*model)->architecture().latentSize;
    const auto stage = latent::secondStageOf((*model)->fitted(), latentSize);
    if (!stage)
        return fail(stage.error());
    const auto density = chooseDensity(options, **model, *stage, report);
    if (!density)
        return fail(density.error());

    const codec::Codec& codec = (*model)->codec();
    const auto told = toldPattern(options.told, codec, report);
    if (!told)
        return fail(told.error());
    const std::vector<float> control = codec.controlOf(*told);

    std::vector<float> points;
    for (int index = 0; index < options.count; ++index) {
        Random random = Random::stream(options.decoding.options.seed, static_cast<std::uint64_t>(index));
        const auto z = *density ? (*density)->draw(random) : latent::drawFromPrior(latentSize, random);
        points.insert(points.end(), z.begin(), z.end());
    }
    if (auto status = applyAttributes(options.attributes, *stage, points); !status)
        return status;
    const auto patterns = decodePatterns(**model, points, control, options.decoding);
    if (!patterns)
        return fail(patterns.error());
    if (!options.outputFolder.empty())
        if (auto status = writePatterns(*patterns, codec, Bpm(options.bpm), options.outputFolder, "sample", report);
            !status)
            return status;
    return options.picture.empty() ? Status() : draw(*patterns, **model, options, report);
}

void define(CLI::App& command, SampleOptions& options) {
    defineModelOption(command, options.model);
    auto* folder = command.add_option("--output-dir", options.outputFolder, "Folder for the MIDI files");
    auto* picture = command.add_option("--picture", options.picture,
                                       "PNG file with the first 16 patterns as piano rolls and drum grids");
    auto* outputs = command.add_option_group("output", "What to write: one of these, or both");
    outputs->add_options(folder, picture);
    outputs->require_option(1, 2);
    command.add_option("-n,--num-outputs", options.count, "How many patterns")
        ->check(CLI::Range(1, 100000))
        ->capture_default_str();
    defineDecodingOptions(command, options.decoding);
    defineAttributeOption(command, options.attributes);
    defineToldOptions(command, options.told);
    command.add_option("--bpm", options.bpm, "Tempo of the files")
        ->check(CLI::Range(10.0, 1000.0))
        ->capture_default_str();
    command.add_option("--map", options.map, "The model's map; without it the one beside the model, if there is one");
    command
        .add_option("--source", options.source,
                    "What to draw from: what was fitted to the model's examples (density), the same of its map "
                    "(map), the standard normal distribution (prior), or the first of these that there is (auto)")
        ->transform(CLI::CheckedTransformer(kSources));
}

} // namespace

void addSampleCommand(CLI::App& root, Action& chosen) {
    addCommand<SampleOptions>(root, chosen, "sample", "Draw new patterns and write them as MIDI files", define, run);
}

} // namespace segue::cli
