#include "app/cli/SampleCommand.h"

#include "app/assets/AssetFolder.h"
#include "app/cli/GrooveFiles.h"
#include "app/cli/ModelOption.h"
#include "core/base/Random.h"
#include "core/latent/MapFile.h"

#include <algorithm>
#include <cmath>

namespace segue::cli {
namespace {

enum class Source { Automatic, Map, Prior };

struct SampleOptions {
    ModelOption model;
    std::filesystem::path outputFolder;
    std::filesystem::path map;
    int count = 5;
    double bpm = 120.0;
    Source source = Source::Automatic;
    decoder::DecodeOptions decoding;
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

std::vector<float> drawFromPrior(int size, Random& random) {
    std::vector<float> z;
    for (int i = 0; i < size; ++i)
        z.push_back(static_cast<float>(random.normal()));
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
        path.replace_extension(std::filesystem::path(assets::kMapName).extension());
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

    const auto workspace = (*model)->makeWorkspace();
    std::vector<music::DrumPattern> patterns;
    for (int index = 0; index < options.count; ++index) {
        Random random = Random::stream(options.decoding.seed, static_cast<std::uint64_t>(index));
        const auto z = isFromMap ? drawLike(*map, random) : drawFromPrior((*model)->architecture().latentSize, random);
        decoder::DecodeOptions decoding = options.decoding;
        decoding.seed = random.next();
        patterns.push_back(std::get<music::DrumPattern>((*model)->decode(z, {}, decoding, *workspace).pattern));
    }
    const codec::GrooveCodec codec(std::get<architecture::GrooveCodecConfig>((*model)->architecture().codec));
    return writePatterns(patterns, codec, Bpm(options.bpm), options.outputFolder, "sample", report);
}

void define(CLI::App& command, SampleOptions& options) {
    defineModelOption(command, options.model);
    command.add_option("--output-dir", options.outputFolder, "Folder for the MIDI files")->required();
    command.add_option("--num-outputs", options.count, "How many grooves")
        ->check(CLI::Range(1, 100000))
        ->capture_default_str();
    defineDecodeOptions(command, options.decoding);
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
    addCommand<SampleOptions>(root, chosen, "sample", "Draw new grooves and write them as MIDI files", define, run);
}

} // namespace segue::cli
