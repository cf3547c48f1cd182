#include "app/cli/TrainCommand.h"

#include "app/cli/EvaluateCommand.h"
#include "app/cli/ModelOption.h"
#include "app/cli/Numbers.h"
#include "app/cli/StopOnSignal.h"
#include "core/architecture/Blueprint.h"
#include "core/model/Backend.h"
#include "training/Configuration.h"
#include "training/DataSource.h"
#include "training/Evaluation.h"
#include "training/GlooExchange.h"
#include "training/ModelFit.h"
#include "training/RunClock.h"
#include "training/Trainer.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>

namespace segue::cli {
namespace {

using std::filesystem::path;
using training::TrainingPlan;

constexpr const char* kDefaultConfiguration = "groovae_2bar";
constexpr double kDefaultMinutes = 25.0; // the recipe's plateau on the Groove MIDI Dataset, on one core
constexpr double kFineTuneMinutes = 5.0;
constexpr int kFineTunePatience = 5;
constexpr double kPlainLineSeconds = 10.0; // between progress lines where there is no terminal

struct TrainOptions {
    std::string config; ///< empty: that of initFrom, or else kDefaultConfiguration
    path runDir;
    std::string mode = "train";
    std::vector<path> examples;
    std::vector<std::string> tracks;
    std::int64_t numSteps = 0;
    double minutes = 0.0;
    std::string recipe = "segue";
    std::string hparams;
    path initFrom;
    int workers = 0;
    std::string precision = "auto";
    int patience = -1;
    double evaluationSeconds = 60.0;
    double checkpointSeconds = 30.0;
    std::string dataName;
    std::string dataLicence;
    std::string dataAttribution;
    training::KeptCheckpoints kept;
    std::string ignored; ///< Magenta's options that have no meaning here
};

std::string percent(double share) {
    return withDigits(100.0 * share, 1) + " %";
}

std::string progressLine(const runs::TrainingReport& report) {
    const bool isDrums = !std::isnan(report.hitAccuracy);
    return "step " + std::to_string(report.step) + " of " + std::to_string(report.totalSteps) + "  loss " +
           withDigits(report.loss, 2) +
           (isDrums ? "  hits " + percent(report.hitAccuracy) : "  accuracy " + percent(report.accuracy)) + "  KL " +
           withDigits(report.klBits, 0) + " bits  " + withDigits(report.examplesPerSecond, 0) + " examples/s  " +
           asDuration(report.secondsLeft) + " left";
}

std::string evaluationLine(const runs::EvaluationReport& report) {
    std::string line = "step " + std::to_string(report.step) + "  held-out songs: ";
    if (!std::isnan(report.hitF1))
        line += "hit F1 " + withDigits(report.hitF1, 3);
    else
        line += "accuracy " + percent(report.accuracy);
    if (report.velocityError > 0.0)
        line += ", velocity error " + withDigits(report.velocityError, 3) + ", timing error " +
                withDigits(report.timingErrorMs, 1) + " ms";
    return line + ", loss " + withDigits(report.loss, 2) + ", KL " + withDigits(report.klBits, 0) + " bits" +
           (report.checkpoint.empty() ? "" : "  (best so far)");
}

training::TrainingListener listenerFor(Report& report) {
    training::TrainingListener listener;
    listener.onReport = [&report, last = training::Timer(kPlainLineSeconds),
                         first = true](const runs::TrainingReport& training) mutable {
        if (!report.isTerminal() && !first && !last.isDue())
            return;
        report.progress(progressLine(training));
        last.restart();
        first = false;
    };
    listener.onEvaluation = [&report](const auto& evaluation) { report.note(evaluationLine(evaluation)); };
    listener.onNote = [&report](const std::string& text) { report.note(text); };
    listener.onWarning = [&report](const std::string& text) { report.note("Warning: " + text); };
    listener.onState = [&report](const runs::StateReport& state) {
        if (state.state == runs::RunState::Paused)
            report.note("Paused; remove the file \"pause\" from the run folder to go on");
    };
    return listener;
}

void warnOfSlowBlas(Report& report) {
    const auto blas = model::blasLibrary();
    if (blas.isReference)
        report.note("Warning: LibTorch multiplies with the reference BLAS (" + blas.path +
                    "), which makes training some twenty times slower. Install libopenblas0-pthread");
}

/// Why a file was left out; many reasons name it already.
std::string reasonOf(const files::RefusedFile& refused) {
    const std::string& reason = refused.error.message();
    return reason.find(path(refused.file).filename().string()) == std::string::npos ? refused.file + ": " + reason
                                                                                    : reason;
}

void tellData(const training::DataSets& sets, Report& report) {
    report.note(std::to_string(sets.train.size()) + " windows of " + std::to_string(sets.train.songs().size()) +
                " songs to learn from, " + std::to_string(sets.validation.size()) + " of " +
                std::to_string(sets.validation.songs().size()) + " held out");
    constexpr std::size_t kShown = 5;
    for (std::size_t i = 0; i < std::min(kShown, sets.refused.size()); ++i)
        report.note("Left out: " + reasonOf(sets.refused[i]));
    if (sets.refused.size() > kShown)
        report.note("… and " + std::to_string(sets.refused.size() - kShown) + " more files were left out");
    for (std::size_t i = 0; i < std::min(kShown, sets.repaired.size()); ++i)
        report.note("Mended: " + sets.repaired[i].file + ": " + sets.repaired[i].repairs.front().what);
    if (sets.repaired.size() > kShown)
        report.note("… and " + std::to_string(sets.repaired.size() - kShown) + " more files were mended");
}

/// By name, or else as a file.
Result<training::Configuration> configurationFrom(const std::string& nameOrFile, training::Recipe recipe) {
    auto named = training::namedConfiguration(nameOrFile, recipe);
    std::error_code ignored;
    if (named || !std::filesystem::exists(nameOrFile, ignored))
        return named;
    return training::readConfiguration(nameOrFile, recipe);
}

/// Makes a trained model one of another configuration, where both have the same weights: an autoencoder of grooves can
/// become one that humanises them. Sizes stay the model's.
Status putInto(const std::string& configuration, files::ModelFile& file) {
    auto wanted = configurationFrom(configuration, training::Recipe::Segue);
    if (!wanted)
        return fail(wanted.error());
    architecture::Architecture& architecture = wanted->architecture;
    architecture.latentSize = file.architecture.latentSize;
    architecture.encoder.sizes = file.architecture.encoder.sizes;
    architecture.decoder.sizes = file.architecture.decoder.sizes;
    if (architecture::weightShapes(architecture) != architecture::weightShapes(file.architecture))
        return fail(ErrorCode::ShapeMismatch, "its weights do not fit " + configuration);
    file.architecture = architecture;
    return {};
}

/// Fills in what the options say of the model: configuration, sizes, hyper-parameters, weights to start from.
Status chooseModel(const TrainOptions& options, TrainingPlan& plan, Report& report) {
    const auto recipe = training::recipeFromName(options.recipe);
    if (!recipe)
        return fail(recipe.error());
    if (!options.initFrom.empty()) {
        const auto source = modelFile(options.initFrom);
        if (!source)
            return fail(source.error());
        auto file = files::readModelFile(*source);
        if (!file)
            return fail(file.error());
        if (auto status = training::canHear(file->architecture); !status)
            return fail(status.error(), "while starting from " + options.initFrom.string());
        if (!options.config.empty())
            if (auto status = putInto(options.config, *file); !status)
                return fail(status.error(), "while starting from " + options.initFrom.string());
        plan.parameters = training::fineTuneHyperparameters(file->architecture, *recipe);
        plan.architecture = file->architecture;
        if (file->provenance.is_object() && file->provenance.contains("data"))
            plan.provenance["started_from"] = file->provenance;
        plan.initial = std::move(*file);
    } else {
        auto configuration =
            configurationFrom(options.config.empty() ? kDefaultConfiguration : options.config, *recipe);
        if (!configuration)
            return fail(configuration.error());
        plan.architecture = std::move(configuration->architecture);
        plan.parameters = std::move(configuration->parameters);
    }
    const auto notes = training::applyOverrides(plan.parameters, options.hparams);
    if (!notes)
        return fail(notes.error());
    for (const std::string& note : *notes)
        report.note(note);
    const auto sized = training::withSizes(plan.architecture, plan.parameters);
    if (plan.initial && sized != plan.architecture)
        return fail(ErrorCode::InvalidArgument, "The sizes of layers come from " + options.initFrom.string() +
                                                    " and cannot be changed by --hparams");
    plan.architecture = sized;
    return architecture::validate(plan.architecture);
}

void chooseLimits(const TrainOptions& options, TrainingPlan& plan) {
    plan.totalSteps = options.numSteps;
    plan.minutes = options.minutes;
    if (plan.totalSteps == 0 && plan.minutes == 0.0)
        plan.minutes = plan.initial ? kFineTuneMinutes : kDefaultMinutes;
    plan.patience = options.patience >= 0 ? options.patience : plan.initial ? kFineTunePatience : 0;
    plan.evaluationSeconds = options.evaluationSeconds;
    plan.checkpointSeconds = options.checkpointSeconds;
    if (plan.initial)
        plan.evaluationSeconds = std::min(plan.evaluationSeconds, 20.0);
}

nlohmann::json dataFacts(const TrainOptions& options, const training::DataSets& sets) {
    nlohmann::json facts = sets.facts();
    if (!options.dataName.empty())
        facts["name"] = options.dataName;
    if (!options.dataLicence.empty())
        facts["licence"] = options.dataLicence;
    if (!options.dataAttribution.empty())
        facts["attribution"] = options.dataAttribution;
    return facts;
}

Status evaluateRun(const TrainOptions& options, Report& report) {
    const auto model = runs::newestModel(options.runDir);
    if (!model)
        return fail(model.error());
    return evaluateModel({*model, options.examples, options.tracks, "validation", {}, std::max(1, options.workers)},
                         report);
}

/// With the other processes that a launcher has started for this training; null when there are none.
Result<std::unique_ptr<training::Exchange>> meetOthers(Report& report) {
    const auto launch = training::launchFrom(training::processEnvironment());
    if (!launch)
        return fail(launch.error());
    if (!*launch)
        return nullptr;
    auto exchange = training::meetByGloo(**launch);
    if (exchange)
        report.note("Rank " + std::to_string((*launch)->rank) + " of " + std::to_string((*launch)->size) +
                    ", which meet at " + (*launch)->address + ":" + std::to_string((*launch)->port));
    return exchange;
}

/// What to draw from, and directions, for the run's models. They play without as well, so that it only warns.
void fitModels(const path& runFolder, const training::Dataset& data, std::stop_token stop, Report& report) {
    for (const char* const name : {runs::kBestModelName, runs::kLastModelName}) {
        report.note(std::string("Fitting what to draw from: ") + name);
        if (const Status status = training::fitModel(runFolder / name, data, {.progress = {}, .stop = stop}); !status)
            report.note("Warning: " + status.error().text());
    }
}

Status trainRun(const TrainOptions& options, Report& report) {
    model::useThreads(1);
    model::keepFreedMemory();
    warnOfSlowBlas(report);
    const auto exchange = meetOthers(report); // before a signal is one to stop: none is needed to end waiting here
    if (!exchange)
        return fail(exchange.error());
    const bool leads = *exchange == nullptr || (*exchange)->rank() == 0;
    TrainingPlan plan;
    plan.runFolder = options.runDir;
    plan.kept = options.kept;
    plan.workers = options.workers;
    plan.precision = model::precisionNamed(options.precision);
    plan.exchange = exchange->get();
    if (auto status = chooseModel(options, plan, report); !status)
        return status;
    chooseLimits(options, plan);

    const StopOnSignal stopOnSignal;
    files::CollectionOptions collection;
    collection.stop = stopOnSignal.token();
    collection.tracks = options.tracks;
    auto sets = training::loadDataSets(options.examples, plan.architecture.codec, collection,
                                       plan.parameters.magentaWindows ? codec::Rules::Magenta : codec::Rules::Segue);
    if (!sets)
        return fail(sets.error());
    if (leads)
        tellData(*sets, report);
    plan.data = dataFacts(options, *sets);
    plan.provenance["data"] = plan.data;
    plan.data["examples"] = nlohmann::json::array();
    for (const path& example : options.examples)
        plan.data["examples"].push_back(example.string());

    const auto summary = training::train(plan, sets->train, sets->validation, stopOnSignal.token(),
                                         leads ? listenerFor(report) : training::TrainingListener{});
    if (!summary)
        return fail(summary.error());
    report.set("state", runs::name(summary->state));
    report.set("step", summary->step);
    report.set("seconds", summary->seconds);
    report.set("best_score", summary->bestScore);
    report.set("best_step", summary->bestStep);
    if (summary->lastEvaluation) {
        if (!std::isnan(summary->lastEvaluation->hitF1))
            report.set("best_hit_f1", summary->bestScore);
        report.set("last_evaluation", runs::toJson(*summary->lastEvaluation));
    }
    const std::string length = std::to_string(summary->step) + " steps, " + asDuration(summary->seconds);
    if (summary->state == runs::RunState::Stopped)
        return fail(ErrorCode::Cancelled, "Stopped after " + length + "; the same command goes on from here");
    if (!leads)
        return {};
    report.line("Finished after " + length);
    fitModels(options.runDir, sets->train, stopOnSignal.token(), report);
    return {};
}

} // namespace

void addTrainCommand(CLI::App& root, Action& chosen) {
    addCommand<TrainOptions>(
        root, chosen, "train", "Learn a model from music, go on with a stopped run, or fine-tune",
        [](CLI::App& command, TrainOptions& options) {
            command.add_option("--config", options.config,
                               std::string("What to learn, by name or as a file (configs lists them); ") +
                                   kDefaultConfiguration + ", or what --init-from is, without it");
            command.add_option("--run-dir", options.runDir, "The run folder; a run that is in it goes on")->required();
            command
                .add_option("--examples-path,--examples", options.examples, "Folders or files of music, or TFRecords")
                ->required();
            command.add_option("--tracks", options.tracks, "Learn only from tracks of these names");
            command.add_option("--mode", options.mode, "train, or eval: measure the run's newest model")
                ->check(CLI::IsMember({"train", "eval"}))
                ->capture_default_str();
            command.add_option("--num-steps", options.numSteps, "Updates to make")->check(CLI::PositiveNumber);
            command.add_option("--minutes", options.minutes, "Time to train (25 without this and --num-steps)")
                ->check(CLI::PositiveNumber);
            command.add_option("--hparams", options.hparams, "name=value, parted by commas");
            command
                .add_option(
                    "--recipe", options.recipe,
                    "Where other hyper-parameters come from: segue (learns most in an hour of a CPU) or magenta "
                    "(Magenta's own, made for GPUs and days)")
                ->capture_default_str();
            command.add_option("--init-from", options.initFrom,
                               "A model file, or the name of one that comes with Segue, to start from (fine-tune: "
                               "lower rate, stops when nothing gets better)");
            command
                .add_option("--workers,--threads", options.workers,
                            "Threads that learn parts of each batch side by side; one for each core without it")
                ->check(CLI::Range(1, 256));
            command
                .add_option(
                    "--precision", options.precision,
                    "Of matrix products: float32; bfloat16, which newer processors multiply twice as fast; auto")
                ->check(CLI::IsMember({"auto", "float32", "bfloat16"}))
                ->capture_default_str();
            command.add_option("--patience", options.patience, "Evaluations without a better one that end the run");
            command.add_option("--evaluation-seconds", options.evaluationSeconds, "Between evaluations")
                ->check(CLI::PositiveNumber)
                ->capture_default_str();
            command.add_option("--checkpoint-seconds", options.checkpointSeconds, "Between checkpoints")
                ->check(CLI::PositiveNumber)
                ->capture_default_str();
            command
                .add_option("--keep-checkpoint-every", options.kept.everySteps,
                            "Also keep the model of every so many steps, in the run folder's checkpoints")
                ->check(CLI::PositiveNumber);
            command
                .add_option("--keep-checkpoint-every-n-hours", options.kept.everyHours,
                            "Keep one by the hours of training")
                ->check(CLI::PositiveNumber);
            command
                .add_option("--checkpoints-to-keep", options.kept.newest,
                            "Of the kept ones, so many of the newest; 0 is all")
                ->check(CLI::NonNegativeNumber)
                ->capture_default_str();
            command.add_option("--data-name", options.dataName, "What the data is called, for the model file");
            command.add_option("--data-licence", options.dataLicence, "Its licence");
            command.add_option("--data-attribution", options.dataAttribution, "Whom to name");
            for (const char* const magentas : {"--log", "--cache-dataset", "--master", "--eval-num-batches",
                                               "--eval-dir-suffix", "--task", "--num-ps-tasks", "--num-sync-workers"})
                command.add_option(magentas, options.ignored, "Understood from Magenta, without effect")->group("");
            command.footer(
                "Hyper-parameters: configs --hparams explains them one by one, configs --show NAME prints those of "
                "a configuration");
        },
        [](const TrainOptions& options, Report& report) {
            return options.mode == "eval" ? evaluateRun(options, report) : trainRun(options, report);
        });
}

} // namespace segue::cli
