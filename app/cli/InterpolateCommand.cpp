#include "app/cli/InterpolateCommand.h"

#include "app/cli/DecodingOption.h"
#include "app/cli/DrumMapOption.h"
#include "app/cli/ModelOption.h"
#include "app/cli/MusicPatterns.h"
#include "app/cli/PatternJson.h"
#include "app/cli/ToldOption.h"
#include "core/base/Random.h"
#include "core/base/Utf8.h"
#include "core/latent/Interpolation.h"
#include "core/latent/Prior.h"
#include "core/latent/SecondStage.h"

#include <array>
#include <map>
#include <optional>

namespace segue::cli {
namespace {

/// Where one end of the path comes from: a file, a point, or, with neither, a draw.
struct EndOption {
    std::filesystem::path music;
    WindowChoice choice;
    std::filesystem::path point;
};

struct InterpolateOptions {
    ModelOption model;
    std::array<EndOption, 2> ends;
    ToldOption told;
    std::string drumMap;
    std::filesystem::path outputFolder;
    int count = 5;
    latent::Path path = latent::kUsualPath;
    std::optional<double> bpm;
    DecodingOption decoding;
};

const std::map<std::string, latent::Path> kPaths{{"slerp", latent::Path::Arc}, {"lerp", latent::Path::Line}};

constexpr std::array kFromTo{"From ", "To "};

/// One end of the path.
struct End {
    std::vector<float> z;
    std::vector<float> control; ///< what the decoder is told there
    Bpm tempo{120.0};
};

/// What a file stands for.
Result<End> hear(const EndOption& option, const std::string& fromTo, const InterpolateOptions& options,
                 const decoder::LiveModel& model, Report& report) {
    const codec::Codec& codec = model.codec();
    const auto map = readingMapFrom(options.drumMap);
    if (!map)
        return fail(map.error());
    const auto file = readPatterns(option.music, codec, *map);
    if (!file)
        return fail(file.error());
    const auto windows = chooseWindows(*file, option.choice);
    if (!windows)
        return fail(windows.error());
    const codec::PatternWindow& window = windows->front();
    const auto pattern = withHarmony(options.told, window.pattern, codec);
    if (!pattern)
        return fail(pattern.error());
    report.object()["inputs"].push_back({{"file", utf8FromUnknown(option.music.string())}, {"bar", window.bar}});
    report.line(fromTo + describe(window, *file, codec));
    return End{model.encode(*pattern, *model.makeWorkspace()).mean, codec.controlOf(*pattern), file->tempo};
}

Result<std::vector<float>> readPoint(const std::filesystem::path& path, int latentSize) {
    const auto document = readJsonFile(path);
    if (!document)
        return fail(document.error());
    auto points = latentsFromJson(*document, latentSize);
    if (!points)
        return fail(points.error(), "while reading " + path.string());
    if (points->empty())
        return fail(ErrorCode::InvalidArgument, path.string() + " has no point");
    return std::move(points->front());
}

/// Both ends. Those of files are told what the files say, unless hits are given; all others the same.
Result<std::array<End, 2>> readEnds(const InterpolateOptions& options, const decoder::LiveModel& model,
                                    Report& report) {
    std::array<End, 2> ends;
    if (!options.ends[0].music.empty()) {
        if (auto status = requireEncoder(model); !status)
            return fail(status.error());
        for (std::size_t at = 0; at < ends.size(); ++at) {
            auto end = hear(options.ends[at], kFromTo[at], options, model, report);
            if (!end)
                return fail(end.error());
            ends[at] = std::move(*end);
        }
        if (options.told.hits.empty())
            return ends;
        const auto told = toldPattern(options.told, model.codec(), report);
        if (!told)
            return fail(told.error());
        for (End& end : ends)
            end.control = model.codec().controlOf(*told);
        return ends;
    }
    const auto told = toldPattern(options.told, model.codec(), report);
    if (!told)
        return fail(told.error());
    const int latentSize = model.architecture().latentSize;
    const auto stage = latent::secondStageOf(model.fitted(), latentSize);
    if (!stage)
        return fail(stage.error());
    for (std::size_t at = 0; at < ends.size(); ++at) {
        ends[at].control = model.codec().controlOf(*told);
        const std::filesystem::path& path = options.ends[at].point;
        if (path.empty()) {
            Random random = Random::stream(options.decoding.options.seed, at);
            ends[at].z = stage->density ? stage->density->draw(random) : latent::drawFromPrior(latentSize, random);
            report.line(std::string(kFromTo[at]) + (stage->density ? "a draw of the model's density"
                                                                   : "a draw of the standard normal distribution"));
            continue;
        }
        auto z = readPoint(path, latentSize);
        if (!z)
            return fail(z.error());
        ends[at].z = std::move(*z);
        report.line(kFromTo[at] + path.string());
    }
    return ends;
}

Status run(const InterpolateOptions& options, Report& report) {
    const auto model = loadModel(options.model, report);
    if (!model)
        return fail(model.error());
    const auto ends = readEnds(options, **model, report);
    if (!ends)
        return fail(ends.error());
    const auto& [from, to] = *ends;

    std::vector<float> points;
    std::vector<float> control;
    std::vector<float> z(from.z.size());
    for (int index = 0; index < options.count; ++index) {
        const float t = static_cast<float>(index) / static_cast<float>(options.count - 1);
        latent::interpolate(options.path, from.z, to.z, t, z);
        points.insert(points.end(), z.begin(), z.end());
        const std::vector<float>& told = t < 0.5F ? from.control : to.control;
        control.insert(control.end(), told.begin(), told.end());
    }
    const auto patterns = decodePatterns(**model, points, control, options.decoding);
    if (!patterns)
        return fail(patterns.error());
    const Bpm tempo = options.bpm ? Bpm(*options.bpm) : from.tempo;
    return writePatterns(*patterns, (*model)->codec(), tempo, options.outputFolder, "interpolate", report);
}

void define(CLI::App& command, InterpolateOptions& options) {
    defineModelOption(command, options.model);
    auto* first = command.add_option("--input-midi-1", options.ends[0].music, "The MIDI file or score to go from");
    auto* second = command.add_option("--input-midi-2", options.ends[1].music, "The MIDI file or score to go to");
    auto* firstPoint = command.add_option("--z1", options.ends[0].point,
                                          "JSON file with the point to go from (\"z\"), as encode writes it; with "
                                          "neither files nor points it goes from one draw to another");
    auto* secondPoint = command.add_option("--z2", options.ends[1].point, "The same of the point to go to");
    first->needs(second)->excludes(firstPoint);
    second->needs(first)->excludes(secondPoint);
    firstPoint->needs(secondPoint);
    secondPoint->needs(firstPoint);
    command
        .add_option("--bar-1", options.ends[0].choice.bar,
                    "The bar of the first file to begin with, from 1; without it the first with music for the model")
        ->needs(first);
    command.add_option("--bar-2", options.ends[1].choice.bar, "The same of the second file")->needs(second);
    command
        .add_option("--track-1", options.ends[0].choice.track,
                    "The instrument of the first file, as inspect numbers them")
        ->needs(first);
    command.add_option("--track-2", options.ends[1].choice.track, "The same of the second file")->needs(second);
    defineDrumMapOption(command, options.drumMap);
    defineToldOptions(command, options.told);
    command.add_option("--output-dir", options.outputFolder, "Folder for the MIDI files")->required();
    command.add_option("-n,--num-outputs", options.count, "How many patterns, both ends among them")
        ->check(CLI::Range(2, 100000))
        ->capture_default_str();
    command
        .add_option("--method", options.path,
                    "slerp, on the arc, or lerp, on the straight line, in the middle of which less happens")
        ->transform(CLI::CheckedTransformer(kPaths))
        ->default_str("slerp");
    defineDecodingOptions(command, options.decoding);
    command.add_option("--bpm", options.bpm, "Tempo of the files; without it the first file's, or 120")
        ->check(CLI::Range(10.0, 1000.0));
}

} // namespace

void addInterpolateCommand(CLI::App& root, Action& chosen) {
    addCommand<InterpolateOptions>(root, chosen, "interpolate",
                                   "Write the patterns on the way from one piece, or point, to another", define, run);
}

} // namespace segue::cli
