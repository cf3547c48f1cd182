#include "app/cli/EvaluateCommand.h"

#include "app/cli/Numbers.h"
#include "core/files/ModelFile.h"
#include "core/model/Backend.h"
#include "training/DataSource.h"
#include "training/Evaluation.h"

namespace segue::cli {
namespace {

nlohmann::json toJson(const training::PatternScores& scores) {
    return {{"hit_f1", scores.hits().f1()},
            {"precision", scores.hits().precision()},
            {"recall", scores.hits().recall()},
            {"velocity_error", scores.velocityError()},
            {"timing_error_ms", scores.timingErrorMs()},
            {"windows", scores.windows()}};
}

std::string row(const std::string& title, const training::PatternScores& scores) {
    return title + "hit F1 " + withDigits(scores.hits().f1(), 3) + " (precision " +
           withDigits(scores.hits().precision(), 3) + ", recall " + withDigits(scores.hits().recall(), 3) +
           "), velocity error " + withDigits(scores.velocityError(), 3) + ", timing error " +
           withDigits(scores.timingErrorMs(), 1) + " ms";
}

/// The losses are weighed as in the model's training, where its file says how.
Result<training::Hyperparameters> parametersOf(const files::ModelFile& file) {
    const auto training = file.provenance.find("training");
    if (training == file.provenance.end() || !training->is_object() || !training->contains("hyperparameters"))
        return training::Hyperparameters{};
    return training::hyperparametersFromJson(training->at("hyperparameters"));
}

} // namespace

Status evaluateModel(const EvaluateOptions& options, Report& report) {
    const auto split = files::splitFromName(options.split);
    if (!split)
        return fail(ErrorCode::InvalidArgument,
                    "There is no split \"" + options.split + "\"; write train, validation or test");
    model::useThreads(options.threads);
    const auto file = files::readModelFile(options.model);
    if (!file)
        return fail(file.error());
    const auto parameters = parametersOf(*file);
    if (!parameters)
        return fail(parameters.error(), "while reading " + options.model.string());
    auto sets =
        training::loadDataSets(options.examples, std::get<architecture::GrooveCodecConfig>(file->architecture.codec));
    if (!sets)
        return fail(sets.error());
    const training::Dataset& data = sets->of(*split);
    if (data.size() == 0)
        return fail(ErrorCode::NoMusic, "The " + options.split + " split has no window of drums");

    const auto evaluation = training::evaluateModelFile(*file, data, *parameters);
    if (!evaluation)
        return fail(evaluation.error());
    report.line(std::to_string(data.size()) + " windows of " + std::to_string(data.songs().size()) + " songs");
    report.line(row("Model:             ", evaluation->scores));
    report.line("                   loss " + withDigits(evaluation->loss, 2) + ", reconstruction " +
                withDigits(evaluation->reconstruction, 2) + " nats, KL " + withDigits(evaluation->klBits, 1) + " bits");
    report.set("model", options.model.string());
    report.set("split", options.split);
    report.set("songs", data.songs().size());
    nlohmann::json scores = toJson(evaluation->scores);
    scores["loss"] = evaluation->loss;
    scores["reconstruction"] = evaluation->reconstruction;
    scores["kl_bits"] = evaluation->klBits;
    report.set("scores", scores);
    if (options.baselineExamples.empty())
        return {};

    const auto known = training::loadDataSets(options.baselineExamples,
                                              std::get<architecture::GrooveCodecConfig>(file->architecture.codec));
    if (!known)
        return fail(known.error());
    if (known->train.size() == 0)
        return fail(ErrorCode::NoMusic, "The baseline's train split has no window of drums");
    const auto nearestZ = training::nearestInLatentSpace(*file, known->train, data);
    if (!nearestZ)
        return fail(nearestZ.error());
    const auto nearestHits = training::nearestByHits(known->train, data);
    report.line(row("Nearest in z:      ", *nearestZ));
    report.line(row("Nearest by hits:   ", nearestHits));
    report.set("nearest_training_window_in_z", toJson(*nearestZ));
    report.set("nearest_training_window_by_hits", toJson(nearestHits));
    return {};
}

void addEvaluateCommand(CLI::App& root, Action& chosen) {
    addCommand<EvaluateOptions>(
        root, chosen, "evaluate", "Measure a model on a held-out split",
        [](CLI::App& command, EvaluateOptions& options) {
            command.add_option("--model", options.model, "The model file")->required();
            command
                .add_option("--examples,--examples-path", options.examples, "A folder or file of MIDI, or TFRecords")
                ->required();
            command.add_option("--split", options.split, "train, validation or test")->capture_default_str();
            command.add_option("--baseline-examples", options.baselineExamples,
                               "Also score the nearest window of the train split of these");
            command.add_option("--threads", options.threads, "Threads of matrix products")
                ->check(CLI::Range(1, 256))
                ->capture_default_str();
        },
        evaluateModel);
}

} // namespace segue::cli
