#include "app/cli/EvaluateCommand.h"

#include "app/cli/ModelOption.h"
#include "app/cli/Numbers.h"
#include "app/cli/SplitOption.h"
#include "core/decoder/LiveModel.h"
#include "core/files/ModelFile.h"
#include "core/latent/InterpolationScores.h"
#include "core/model/Backend.h"
#include "training/DataSource.h"
#include "training/Evaluation.h"
#include "training/Recipes.h"

#include <algorithm>

namespace segue::cli {
namespace {

/// "accuracy 0.812, mean per class accuracy 0.401"
std::string named(const std::map<std::string, double>& measures) {
    std::string text;
    for (const auto& [name, value] : measures) {
        std::string words = name;
        std::ranges::replace(words, '_', ' ');
        text += (text.empty() ? "" : ", ") + words + " " + withDigits(value, 3);
    }
    return text;
}

nlohmann::json toJson(const training::WindowScores& scores) {
    nlohmann::json object = scores.decisions().measures();
    object["windows"] = scores.windows();
    if (const auto hits = scores.decisions().agreement().hits) {
        object["hit_f1"] = hits->f1();
        object["precision"] = hits->precision();
        object["recall"] = hits->recall();
    }
    if (const auto& grooves = scores.grooves()) {
        object["velocity_error"] = grooves->velocityError();
        object["timing_error_ms"] = grooves->timingErrorMs();
    }
    return object;
}

std::string row(const std::string& title, const training::WindowScores& scores) {
    std::string line = title;
    if (const auto hits = scores.decisions().agreement().hits)
        line += "hit F1 " + withDigits(hits->f1(), 3) + " (precision " + withDigits(hits->precision(), 3) +
                ", recall " + withDigits(hits->recall(), 3) + "), steps all right " +
                withDigits(scores.decisions().agreement().accuracy(), 3);
    else
        line += named(scores.decisions().measures());
    if (const auto& grooves = scores.grooves())
        line += ", velocity error " + withDigits(grooves->velocityError(), 3) + ", timing error " +
                withDigits(grooves->timingErrorMs(), 1) + " ms";
    return line;
}

/// The losses are weighed as in the model's training, where its file says how.
Result<training::Hyperparameters> parametersOf(const files::ModelFile& file) {
    const auto training = file.provenance.find("training");
    if (training == file.provenance.end() || !training->is_object() || !training->contains("hyperparameters"))
        return training::hyperparametersFor(file.architecture);
    return training::hyperparametersFromJson(training->at("hyperparameters"));
}

Status evaluateInterpolation(const std::filesystem::path& path, const training::Dataset& data, int pairs,
                             Report& report) {
    const auto model = decoder::LiveModel::load(path);
    if (!model)
        return fail(model.error());
    std::vector<int> songs;
    for (const training::WindowPlace& window : data.windows())
        songs.push_back(window.song);
    const auto drawn = latent::drawPairs(songs, pairs, 1);
    if (drawn.empty())
        return fail(ErrorCode::NoMusic, "Pairs of two songs need two songs");
    std::vector<music::Pattern> patterns;
    std::vector<latent::Ends> ends;
    for (const latent::Ends& pair : drawn) {
        const auto row = static_cast<int>(patterns.size());
        ends.push_back({row, row + 1});
        patterns.push_back(data.pattern(pair.a));
        patterns.push_back(data.pattern(pair.b));
    }
    std::vector<float> means;
    const auto workspace = (*model)->makeWorkspace({.rows = kTogether});
    (*model)->encodeMany(patterns, *workspace, [&](std::size_t, const decoder::Posterior& posterior) {
        means.insert(means.end(), posterior.mean.begin(), posterior.mean.end());
        return true;
    });
    report.line("From A to B of " + std::to_string(ends.size()) + " pairs, at 9 points:");
    nlohmann::json list = nlohmann::json::object();
    for (const auto& [name, way] : {std::pair("slerp", latent::Path::Arc), std::pair("lerp", latent::Path::Line)}) {
        const auto scores = latent::interpolationScores(**model, means, ends, way);
        list[name] = {{"steady", scores.steady}, {"nearly_steady", scores.nearlySteady}, {"half", scores.half}};
        report.line(std::string("  ") + name + ": never nearer to A again " + withDigits(100 * scores.steady, 1) +
                    " %, by one hit at most " + withDigits(100 * scores.nearlySteady, 1) + " %; half way " +
                    withDigits(100 * scores.half, 0) + " % of the onsets");
    }
    report.set("interpolation", std::move(list));
    return {};
}

} // namespace

Status evaluateModel(const EvaluateOptions& options, Report& report) {
    const auto split = splitNamed(options.split);
    if (!split)
        return fail(split.error());
    model::useThreads(options.threads);
    const auto path = modelFile(options.model);
    if (!path)
        return fail(path.error());
    const auto file = files::readModelFile(*path);
    if (!file)
        return fail(file.error());
    const auto parameters = parametersOf(*file);
    if (!parameters)
        return fail(parameters.error(), "while reading " + options.model.string());
    if (auto status = training::canHear(file->architecture); !status)
        return fail(status.error(), "while measuring " + options.model.string());
    const auto rules = parameters->magentaWindows ? codec::Rules::Magenta : codec::Rules::Segue;
    files::CollectionOptions collection;
    collection.tracks = options.tracks;
    auto sets = training::loadDataSets(options.examples, file->architecture.codec, collection, rules);
    if (!sets)
        return fail(sets.error());
    const training::Dataset& data = sets->of(*split);
    if (data.size() == 0)
        return fail(ErrorCode::NoMusic, "The " + options.split + " split has no window");

    if (options.interpolationPairs > 0)
        return evaluateInterpolation(*path, data, options.interpolationPairs, report);

    const auto evaluation = training::evaluateModelFile(*file, data, *parameters);
    if (!evaluation)
        return fail(evaluation.error());
    report.line(std::to_string(data.size()) + " windows of " + std::to_string(data.songs().size()) + " songs");
    report.line(row("Model:             ", evaluation->freeRunning));
    report.line("                   told the truth before each step: " + named(evaluation->teacherForced.measures()));
    report.line("                   loss " + withDigits(evaluation->loss, 2) + ", reconstruction " +
                withDigits(evaluation->reconstruction, 2) + " nats, KL " + withDigits(evaluation->klBits, 1) + " bits");
    report.set("model", options.model.string());
    report.set("split", options.split);
    report.set("songs", data.songs().size());
    nlohmann::json scores = toJson(evaluation->freeRunning);
    scores["teacher_forced"] = evaluation->teacherForced.measures();
    scores["loss"] = evaluation->loss;
    scores["reconstruction"] = evaluation->reconstruction;
    scores["kl_bits"] = evaluation->klBits;
    report.set("scores", scores);
    if (options.baselineExamples.empty())
        return {};

    const auto known = training::loadDataSets(options.baselineExamples, file->architecture.codec, collection, rules);
    if (!known)
        return fail(known.error());
    if (known->train.size() == 0)
        return fail(ErrorCode::NoMusic, "The baseline's train split has no window");
    const auto nearestZ = training::nearestInLatentSpace(*file, known->train, data);
    if (!nearestZ)
        return fail(nearestZ.error());
    const auto nearest = training::nearestByDecisions(file->architecture, known->train, data);
    const bool isDrums = nearest.decisions().agreement().hits.has_value();
    report.line(row("Nearest in z:      ", *nearestZ));
    report.line(row(isDrums ? "Nearest by hits:   " : "Nearest by notes:  ", nearest));
    report.set("nearest_training_window_in_z", toJson(*nearestZ));
    report.set(isDrums ? "nearest_training_window_by_hits" : "nearest_training_window_by_notes", toJson(nearest));
    return {};
}

void addEvaluateCommand(CLI::App& root, Action& chosen) {
    addCommand<EvaluateOptions>(
        root, chosen, "evaluate", "Measure a model on a held-out split",
        [](CLI::App& command, EvaluateOptions& options) {
            command.add_option("--model", options.model, "The model file, or the name of one that comes with Segue")
                ->required();
            command
                .add_option("--examples,--examples-path", options.examples, "Folders or files of music, or TFRecords")
                ->required();
            command.add_option("--tracks", options.tracks, "Measure only on tracks of these names");
            command.add_option("--split", options.split, "train, validation or test")->capture_default_str();
            command.add_option("--baseline-examples", options.baselineExamples,
                               "Also score the nearest window of the train split of these");
            command
                .add_option("--interpolation", options.interpolationPairs,
                            "Measure instead how steadily patterns change between so many pairs of windows of two "
                            "songs (100 without a number)")
                ->expected(0, 1)
                ->default_str("100")
                ->check(CLI::Range(1, 100000));
            command.add_option("--threads", options.threads, "Threads of matrix products")
                ->check(CLI::Range(1, 256))
                ->capture_default_str();
        },
        evaluateModel);
}

} // namespace segue::cli
