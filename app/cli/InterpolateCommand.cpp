#include "app/cli/InterpolateCommand.h"

#include "app/cli/DrumMapOption.h"
#include "app/cli/GrooveFiles.h"
#include "app/cli/ModelOption.h"
#include "core/base/Random.h"
#include "core/base/Utf8.h"
#include "core/latent/Interpolation.h"

#include <optional>

namespace segue::cli {
namespace {

struct InterpolateOptions {
    ModelOption model;
    std::filesystem::path first;
    std::filesystem::path second;
    std::optional<int> firstBar;
    std::optional<int> secondBar;
    std::string drumMap;
    std::filesystem::path outputFolder;
    int count = 5;
    std::optional<double> bpm;
    decoder::DecodeOptions decoding;
};

/// One end of the path.
struct End {
    std::vector<float> mean;
    Bpm tempo;
};

Result<End> readEnd(const std::filesystem::path& path, const std::optional<int>& bar, const ReadingMap& map,
                    const codec::GrooveCodec& codec, const decoder::LiveModel& model,
                    decoder::LiveModel::Workspace& workspace, Report& report) {
    const auto file = readGroove(path, codec, map);
    if (!file)
        return fail(file.error());
    const auto window = chooseWindow(*file, bar);
    if (!window)
        return fail(window.error());
    auto& inputs = report.object()["inputs"];
    inputs.push_back({{"file", utf8FromUnknown(path.string())}, {"bar", window->bar}});
    report.line((inputs.size() == 1 ? "From " : "To ") + describe(*window, *file, codec));
    return End{model.encode(window->pattern, workspace).mean, file->tempo};
}

Status run(const InterpolateOptions& options, Report& report) {
    const auto model = loadModel(options.model, report);
    if (!model)
        return fail(model.error());
    const codec::GrooveCodec codec(std::get<architecture::GrooveCodecConfig>((*model)->architecture().codec));
    const auto map = readingMapFrom(options.drumMap);
    if (!map)
        return fail(map.error());
    const auto workspace = (*model)->makeWorkspace();
    const auto from = readEnd(options.first, options.firstBar, *map, codec, **model, *workspace, report);
    if (!from)
        return fail(from.error());
    const auto to = readEnd(options.second, options.secondBar, *map, codec, **model, *workspace, report);
    if (!to)
        return fail(to.error());

    std::vector<music::DrumPattern> patterns;
    std::vector<float> z(from->mean.size());
    for (int index = 0; index < options.count; ++index) {
        const float t = static_cast<float>(index) / static_cast<float>(options.count - 1);
        latent::slerp(from->mean, to->mean, t, z);
        decoder::DecodeOptions decoding = options.decoding;
        decoding.seed = Random::stream(options.decoding.seed, static_cast<std::uint64_t>(index)).next();
        patterns.push_back(std::get<music::DrumPattern>((*model)->decode(z, {}, decoding, *workspace).pattern));
    }
    const Bpm tempo = options.bpm ? Bpm(*options.bpm) : from->tempo;
    return writePatterns(patterns, codec, tempo, options.outputFolder, "interpolate", report);
}

void define(CLI::App& command, InterpolateOptions& options) {
    defineModelOption(command, options.model);
    command.add_option("--input-midi-1", options.first, "The MIDI file to go from")->required();
    command.add_option("--input-midi-2", options.second, "The MIDI file to go to")->required();
    command.add_option("--bar-1", options.firstBar, "Its bar to begin with, from 1; without it the first with drums");
    command.add_option("--bar-2", options.secondBar, "The same of the second file");
    defineDrumMapOption(command, options.drumMap);
    command.add_option("--output-dir", options.outputFolder, "Folder for the MIDI files")->required();
    command.add_option("--num-outputs", options.count, "How many grooves, both ends among them")
        ->check(CLI::Range(2, 100000))
        ->capture_default_str();
    defineDecodeOptions(command, options.decoding);
    command.add_option("--bpm", options.bpm, "Tempo of the files; without it the first file's")
        ->check(CLI::Range(10.0, 1000.0));
}

} // namespace

void addInterpolateCommand(CLI::App& root, Action& chosen) {
    addCommand<InterpolateOptions>(root, chosen, "interpolate",
                                   "Write the grooves on the way from one MIDI file to another", define, run);
}

} // namespace segue::cli
