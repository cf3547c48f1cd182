#include "app/cli/ProjectCommand.h"

#include "app/cli/MapPicture.h"
#include "app/cli/SplitOption.h"
#include "core/base/Files.h"
#include "core/latent/Colouring.h"
#include "core/latent/LatentMap.h"
#include "core/latent/MapBuilder.h"
#include "core/latent/PriorMap.h"

#include <chrono>
#include <cmath>
#include <filesystem>
#include <map>

namespace segue::cli {
namespace {

using latent::ColourBy;

struct ProjectOptions {
    std::filesystem::path model;
    std::filesystem::path examples;
    std::filesystem::path output;
    std::filesystem::path csv;
    std::filesystem::path png;
    std::vector<std::string> splits{"train", "validation"};
    std::string title;
    std::string attribution;
    ColourBy colourBy = ColourBy::Style;
    bool principal = false;
    int hopBars = 1;
    int draws = 0; ///< of the prior, instead of examples
    std::uint64_t seed = 1;
    int threads = 1;
};

const std::map<std::string, ColourBy> kColourings{
    {"style", ColourBy::Style}, {"drummer", ColourBy::Drummer}, {"tempo", ColourBy::Tempo}};

/// A line a second at most on how far it is.
class ProgressNotes {
public:
    explicit ProgressNotes(Report& report) : m_report(report) {}

    void operator()(int done, int total) {
        const auto now = std::chrono::steady_clock::now();
        if (done < total && now - m_last < std::chrono::seconds(1))
            return;
        m_last = now;
        m_report.note(std::to_string(done) + " of " + std::to_string(total) + " pieces");
    }

private:
    Report& m_report;
    std::chrono::steady_clock::time_point m_last;
};

Result<latent::BuiltMap> build(const ProjectOptions& options, Report& report) {
    const auto model = decoder::LiveModel::load(options.model);
    if (!model)
        return fail(model.error());
    if (options.draws > 0) {
        latent::MapFile map =
            latent::priorMap(**model, {.draws = options.draws, .seed = options.seed, .fromPrior = true});
        if (!options.title.empty())
            map.title = options.title;
        return latent::BuiltMap{std::move(map), {}};
    }
    latent::MapBuildOptions wanted;
    auto splits = splitsNamed(options.splits);
    if (!splits)
        return fail(splits.error());
    wanted.splits = std::move(*splits);
    wanted.extraction.hopBars = options.hopBars;
    wanted.title = options.title.empty() ? options.examples.filename().string() : options.title;
    wanted.attribution = options.attribution;
    wanted.threads = options.threads;
    wanted.progress = ProgressNotes(report);
    if (!(*model)->hasEncoder())
        return fail(ErrorCode::Unsupported, "This model has no encoder, so it cannot say where music lies on a map; "
                                            "--prior 600 maps draws of its prior instead");
    return latent::buildMap(**model, options.examples, wanted);
}

/// The dots on the plane, as a table and a picture.
Status draw(const ProjectOptions& options, const latent::MapFile& file, const latent::Colouring& colouring,
            Report& report) {
    const bool isPrincipal = options.principal || options.draws > 0; // draws have no classes
    const auto plane = isPrincipal ? latent::principalComponents(file.means, file.latentSize)
                                   : latent::discriminantPlane(file.means, file.latentSize, colouring.classOf);
    if (!plane)
        return fail(plane.error());
    const auto map = latent::LatentMap::create(file.means, file.latentSize, *plane);
    if (!map)
        return fail(map.error());
    report.line("The plane shows " + std::to_string(std::lround(100 * plane->explainedVariance)) +
                " % of the variance");
    report.set("explained_variance", plane->explainedVariance);
    if (!options.csv.empty())
        if (auto status = writeFileAtomically(options.csv, mapAsCsv(**map, file.examples)); !status)
            return status;
    if (!options.png.empty())
        if (auto status = writeFileAtomically(options.png, mapAsPng(**map, colouring)); !status)
            return status;
    return {};
}

Status project(const ProjectOptions& options, Report& report) {
    auto built = build(options, report);
    if (!built)
        return fail(built.error());
    const latent::MapFile& file = built->map;
    for (const files::RefusedFile& refused : built->refused)
        report.note(refused.file + ": " + refused.error.text());
    if (auto status = latent::writeMapFile(options.output, file); !status)
        return fail(status.error());

    const latent::Colouring colouring = latent::colouring(file.examples, options.colourBy);
    if (!options.csv.empty() || !options.png.empty())
        if (auto status = draw(options, file, colouring, report); !status)
            return fail(status.error());

    nlohmann::json classes = nlohmann::json::array();
    for (const latent::Colouring::Class& each : colouring.classes)
        classes.push_back({{"name", each.name}, {"examples", each.count}});
    nlohmann::json refused = nlohmann::json::array();
    for (const files::RefusedFile& each : built->refused)
        refused.push_back({{"file", each.file}, {"reason", each.error.text()}});
    report.line(std::to_string(file.examples.size()) + " examples of " + std::to_string(file.latentSize) +
                " values in " + options.output.string() + ", " + std::to_string(built->refused.size()) +
                " files left out");
    report.set("examples", file.examples.size());
    report.set("latent_size", file.latentSize);
    report.set("classes", classes);
    report.set("refused", refused);
    report.set("output", options.output.string());
    return {};
}

} // namespace

void addProjectCommand(CLI::App& root, Action& chosen) {
    addCommand<ProjectOptions>(
        root, chosen, "project", "Make the map of a data set under a model, or of what it expects",
        [](CLI::App& command, ProjectOptions& options) {
            command.add_option("--model", options.model, "The model file")->required();
            auto* examples = command.add_option("--examples,--examples-path", options.examples,
                                                "A folder or file of MIDI, or TFRecords");
            auto* prior = command
                              .add_option("--prior", options.draws,
                                          "Map so many draws of the prior instead; works without an encoder too")
                              ->check(CLI::Range(3, 100000));
            auto* sources = command.add_option_group("input", "What to map");
            sources->add_options(examples, prior);
            sources->require_option(1);
            command.add_option("--seed", options.seed, "Of the draws: the same gives the same map")
                ->needs(prior)
                ->capture_default_str();
            command.add_option("--output", options.output, "The map file to write (.segue-map)")->required();
            command.add_option("--csv", options.csv, "Also write the dots as a table");
            command.add_option("--png", options.png, "Also draw the dots");
            command.add_option("--split", options.splits, "train, validation, test, or several with commas")
                ->delimiter(',')
                ->capture_default_str();
            command.add_option("--title", options.title, "What the map is of, as people read it");
            command.add_option("--attribution", options.attribution, "Source, makers and licence of the examples");
            command.add_option("--by", options.colourBy, "What table and picture set apart: style, drummer or tempo")
                ->transform(CLI::CheckedTransformer(kColourings, CLI::ignore_case))
                ->default_str("style");
            command.add_flag("--principal", options.principal, "Draw the principal components, which know no classes");
            command.add_option("--hop-bars", options.hopBars, "Bars from one window to the next")
                ->check(CLI::Range(1, 64))
                ->capture_default_str();
            command.add_option("--threads", options.threads, "Threads that encode")
                ->check(CLI::Range(1, 256))
                ->capture_default_str();
        },
        project);
}

} // namespace segue::cli
