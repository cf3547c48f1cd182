#include "app/cli/SampleCommand.h"

#include "app/assets/AssetFolder.h"
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

#include <algorithm>
#include <cmath>

namespace segue::cli {
namespace {

enum class Source { Automatic, Map, Prior };

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
};

const std::map<std::string, Source> kSources{
    {"auto", Source::Automatic}, {"map", Source::Map}, {"prior", Source::Prior}};

/// A draw from the normal distribution with the mean and covariance of `means`, by weighing each one's deviation with
/// an independent normal number: the covariance of the sum is that of the deviations, and no matrix is needed.
std::vector<float> drawLike(const latent::MapFile& map, Random& random) {
    const auto size = static_cast<std::size_t>(map.latentSize);
    const std::size_t count = map.means.size() / size;
    std::vector<double> centre(size, 0.0);
    std::vector<double> weighed(size, 0.0);
    double weights = 0.0;
    for (std::size_t row = 0; row < count; ++row) {
        const double weight = random.normal() / std::sqrt(static_cast<double>(count));
        weights += weight;
        for (std::size_t i = 0; i < size; ++i) {
            const auto value = static_cast<double>(map.means[row * size + i]);
            centre[i] += value / static_cast<double>(count);
            weighed[i] += weight * value;
        }
    }
    std::vector<float> z;
    for (std::size_t i = 0; i < size; ++i)
        z.push_back(static_cast<float>(centre[i] + weighed[i] - weights * centre[i]));
    return z;
}

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

Status run(const SampleOptions& options, Report& report) {
    const auto model = loadModel(options.model, report);
    if (!model)
        return fail(model.error());
    auto map = options.source == Source::Prior ? Result<latent::MapFile>(latent::MapFile()) : readMap(options, **model);
    if (!map && (options.source == Source::Map || !options.map.empty() || map.error().code() != ErrorCode::NotFound))
        return fail(map.error());
    const bool isFromMap = map && !map->means.empty();
    report.set("source", isFromMap ? "map" : "prior");
    report.line(isFromMap ? "Drawing from the density of the model's map"
                          : "Drawing from the standard normal distribution");

    const codec::Codec& codec = (*model)->codec();
    const auto told = toldPattern(options.told, codec, report);
    if (!told)
        return fail(told.error());
    const std::vector<float> control = codec.controlOf(*told);

    std::vector<float> points;
    for (int index = 0; index < options.count; ++index) {
        Random random = Random::stream(options.decoding.options.seed, static_cast<std::uint64_t>(index));
        const auto z =
            isFromMap ? drawLike(*map, random) : latent::drawFromPrior((*model)->architecture().latentSize, random);
        points.insert(points.end(), z.begin(), z.end());
    }
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
    defineToldOptions(command, options.told);
    command.add_option("--bpm", options.bpm, "Tempo of the files")
        ->check(CLI::Range(10.0, 1000.0))
        ->capture_default_str();
    command.add_option("--map", options.map, "The model's map; without it the one beside the model, if there is one");
    command
        .add_option("--source", options.source,
                    "What to draw from: the density of what the model has seen (map), the standard normal "
                    "distribution (prior), or the former where there is a map (auto)")
        ->transform(CLI::CheckedTransformer(kSources));
}

} // namespace

void addSampleCommand(CLI::App& root, Action& chosen) {
    addCommand<SampleOptions>(root, chosen, "sample", "Draw new patterns and write them as MIDI files", define, run);
}

} // namespace segue::cli
