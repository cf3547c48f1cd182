#include "app/cli/PersonaliseCommand.h"

#include "app/cli/ProgressBar.h"
#include "app/cli/StopOnSignal.h"
#include "app/cli/StoredWeights.h"
#include "core/base/Utf8.h"
#include "core/latent/Personal.h"

#include <filesystem>

namespace segue::cli {
namespace {

struct PersonaliseOptions {
    std::filesystem::path model;
    std::vector<std::filesystem::path> examples;
    std::filesystem::path output;
    std::vector<std::string> tracks;
    std::string style = "yours";
    StoredOption weights;
    int threads = 1;
};

std::filesystem::path mapBeside(const std::filesystem::path& model) {
    return std::filesystem::path(model).replace_extension(".segue-map");
}

Status run(const PersonaliseOptions& options, Report& report) {
    auto model = readToRewrite(options.model, options.weights);
    if (!model)
        return fail(model.error());
    auto known = latent::readMapFile(mapBeside(model->path));
    if (!known && known.error().code() != ErrorCode::NotFound)
        return fail(known.error());
    const bool isKnown = known && known->modelChecksum == model->live->checksum();

    const StopOnSignal stop;
    const auto personal =
        latent::personalise(*model->live, isKnown ? &*known : nullptr, options.examples,
                            {.style = options.style,
                             .tracks = options.tracks,
                             .threads = options.threads,
                             .progress =
                                 [bar = ProgressBar(report, "pieces", 0)](int done, int total) mutable {
                                     bar.show(static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(total));
                                 },
                             .stop = stop.token()});
    if (!personal)
        return fail(personal.error());
    for (const files::RefusedFile& refused : personal->refused)
        report.note(refused.file + ": " + refused.error.text());
    if (const std::string hint = latent::hintForFew(personal->windows); !hint.empty())
        report.note(hint);

    model->file.fitted = latent::toFitted(personal->stage);
    if (auto status = files::writeModelFile(options.output, model->file, model->type); !status)
        return status;
    const std::filesystem::path map = mapBeside(options.output);
    if (auto status = latent::writeMapFile(map, personal->map); !status)
        return status;
    report.set("windows", personal->windows);
    report.set("examples", personal->map.examples.size());
    report.set("output", utf8FromUnknown(options.output.string()));
    report.set("map", utf8FromUnknown(map.string()));
    report.line(options.output.string() + ": the model, drawing near to " + std::to_string(personal->windows) +
                (personal->windows == 1 ? " window" : " windows") + " of yours");
    report.line(map.string() + ": its map, on which they are called \"" + options.style + "\"");
    return {};
}

void define(CLI::App& command, PersonaliseOptions& options) {
    command.add_option("--model", options.model, "The model file, or the name of one that comes with Segue")
        ->required();
    command.add_option("--examples,--examples-path", options.examples, "Files or folders of your own music")
        ->required();
    command.add_option("--output", options.output, "The model file to write, with its map beside it")->required();
    command.add_option("--tracks", options.tracks, "Hear only tracks of these names");
    command.add_option("--style", options.style, "What the map calls your music")->capture_default_str();
    defineStoredOption(command, options.weights);
    command.add_option("--threads", options.threads, "Threads that encode")
        ->check(CLI::Range(1, 256))
        ->capture_default_str();
}

} // namespace

void addPersonaliseCommand(CLI::App& root, Action& chosen) {
    addCommand<PersonaliseOptions>(root, chosen, "personalise",
                                   "Bend a model's draws and its map to a few files of your own, in seconds", define,
                                   run);
}

} // namespace segue::cli
