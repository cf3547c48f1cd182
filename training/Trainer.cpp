#include "training/Trainer.h"

#include "core/architecture/Blueprint.h"
#include "training/EvaluationTorch.h"
#include "training/LearnerTorch.h"
#include "training/RunBeginning.h"
#include "training/RunClock.h"
#include "training/Schedules.h"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <numeric>

namespace segue::training {
namespace {

using runs::RunState;

constexpr double kRetrySeconds = 5.0; // after a checkpoint that could not be written
constexpr const char* kNoMemory = "There is not enough memory for this batch size and model";
constexpr int kLastRetries = 10; // a second apart, when the run has been told to stop

/// An evaluation should not take longer than one of a 2-bar groove does.
int evaluationWindows(const TrainingPlan& plan) {
    constexpr double kCostOfGroove = 4.1e6 * 32; // weights by steps
    double weights = 0.0;
    for (const auto& weight : architecture::weightShapes(plan.architecture))
        weights += std::accumulate(weight.shape.begin(), weight.shape.end(), 1.0, std::multiplies<>());
    const double cost = weights * plan.architecture.shape().steps;
    const double most = plan.evaluationWindows * std::min(1.0, kCostOfGroove / cost);
    return std::max(std::min(16, plan.evaluationWindows), static_cast<int>(most));
}

/// Sleeps, or returns early on a stop.
void wait(std::stop_token stop, double seconds) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, std::chrono::duration<double>(seconds), [] { return false; });
}

/// What a model file says of how good it is.
nlohmann::json validationFacts(const runs::EvaluationReport& report) {
    nlohmann::json facts{{"step", report.step},
                         {"score", runs::score(report)},
                         {"accuracy", report.accuracy},
                         {"kl_bits", report.klBits}};
    if (std::isnan(report.hitF1))
        return facts;
    facts["hit_f1"] = report.hitF1;
    facts["velocity_error"] = report.velocityError;
    facts["timing_error_ms"] = report.timingErrorMs;
    return facts;
}

class Run {
public:
    Run(const TrainingPlan& plan, const Dataset& data, const Dataset& heldOut, const TrainingListener& listener,
        RunWriter writer, Learner learner, RunBeginning start)
        : m_plan(plan),
          m_heldOut(heldOut.size() > 0 ? heldOut : data),
          m_listener(listener),
          m_writer(std::move(writer)),
          m_learner(std::move(learner)),
          m_state(std::move(start.state)),
          m_batches(data, plan.parameters),
          m_lastEvaluation(std::move(start.lastEvaluation)) {}

    Result<TrainingSummary> run(const std::stop_token& stop) {
        try {
            return learn(stop);
        } catch (const std::bad_alloc&) {
            return fail(failed(ErrorCode::OutOfMemory, kNoMemory));
        } catch (const c10::Error& error) {
            return fail(failed(ErrorCode::Internal, std::string("LibTorch failed: ") + error.what_without_backtrace()));
        }
    }

private:
    Result<TrainingSummary> learn(const std::stop_token& stop) {
        announce({RunState::Training, ""});
        if (m_plan.initial && m_state.step == 0)
            evaluateHeldOut(); // a fine-tune is better only than what it started from
        while (!isDone() && !stop.stop_requested()) {
            waitWhilePaused(stop);
            const double learningRate = learningRateAt(m_plan.parameters, m_state.step, progress());
            const double beta = betaAt(m_plan.parameters.maxBeta, m_plan.parameters.betaRate, m_state.step);
            const StepResult result = m_learner.learn(m_batches.at(m_state.step), m_state.step, learningRate, beta);
            if (!result.isFinite())
                return fail(brokenDown(result, learningRate));
            ++m_state.step;
            m_interval.addSeconds(spend());
            m_interval.add(result.loss, result.reconstruction, result.klNats, result.gradientNorm, result.agreement);
            if (m_reportTimer.isDue() || isDone())
                report(learningRate, beta);
            if (isEvaluationDue())
                evaluateHeldOut();
            if (m_checkpointTimer.isDue())
                checkpoint();
            spend();
        }
        return finish(stop);
    }

    void announce(const runs::StateReport& state) {
        write(runs::toJson(state));
        m_listener.onState(state);
    }

    /// Books the time since the last call, and returns it.
    double spend() {
        const double seconds = m_clock.elapsed();
        m_state.seconds += seconds;
        m_clock.restart();
        return seconds;
    }

    [[nodiscard]] double progress() const {
        if (m_plan.minutes > 0.0)
            return std::min(1.0, m_state.seconds / (60.0 * m_plan.minutes));
        return static_cast<double>(m_state.step) / static_cast<double>(m_plan.totalSteps);
    }

    [[nodiscard]] bool isOutOfPatience() const {
        return m_plan.patience > 0 && m_state.evaluationsSinceBest >= m_plan.patience;
    }

    [[nodiscard]] bool isDone() const {
        const bool stepsDone = m_plan.totalSteps > 0 && m_state.step >= m_plan.totalSteps;
        const bool timeDone = m_plan.minutes > 0.0 && m_state.seconds >= 60.0 * m_plan.minutes;
        return stepsDone || timeDone || isOutOfPatience();
    }

    [[nodiscard]] bool isEvaluationDue() const {
        const bool bySteps = m_plan.evaluationSteps > 0 && m_state.step % m_plan.evaluationSteps == 0;
        return bySteps || m_evaluationTimer.isDue();
    }

    void waitWhilePaused(const std::stop_token& stop) {
        if (!isPauseAsked())
            return;
        checkpoint();
        announce({RunState::Paused, "Paused"});
        while (isPauseAsked() && !stop.stop_requested())
            wait(stop, 0.2);
        m_clock.restart();
        if (!stop.stop_requested())
            announce({RunState::Training, ""});
    }

    [[nodiscard]] bool isPauseAsked() const {
        std::error_code ignored;
        return std::filesystem::exists(m_writer.path(runs::kPauseName), ignored);
    }

    void report(double learningRate, double beta) {
        runs::TrainingReport report;
        m_interval.fill(report);
        const double done = progress();
        report.step = m_state.step;
        report.epoch = static_cast<double>(m_state.step) / static_cast<double>(m_batches.stepsPerEpoch());
        report.beta = beta;
        report.learningRate = learningRate;
        report.examplesPerSecond = m_interval.stepsPerSecond() * m_plan.parameters.batchSize;
        const double whole = m_state.seconds / std::max(done, 1e-9); // seconds, as far as is known
        report.totalSteps = m_plan.minutes > 0.0
                                ? std::llround(static_cast<double>(m_state.step) / std::max(done, 1e-9))
                                : m_plan.totalSteps;
        report.secondsLeft = std::max(0.0, whole - m_state.seconds);
        write(runs::toJson(report));
        m_listener.onReport(report);
        m_interval = {};
        m_reportTimer.restart();
    }

    void evaluateHeldOut() {
        const int most = evaluationWindows(m_plan);
        const int stride = std::max(1, (m_heldOut.size() + most - 1) / most);
        const double beta = betaAt(m_plan.parameters.maxBeta, m_plan.parameters.betaRate, m_state.step);
        const Evaluation evaluation =
            evaluate(m_learner.model(), m_heldOut, lossWeights(m_plan.parameters, beta), stride);
        runs::EvaluationReport report;
        report.step = m_state.step;
        report.loss = evaluation.loss;
        report.reconstruction = evaluation.reconstruction;
        report.klBits = evaluation.klBits;
        const Agreement agreement = evaluation.freeRunning.decisions().agreement();
        report.accuracy = agreement.accuracy();
        if (agreement.hits)
            report.hitF1 = agreement.hits->f1();
        if (const auto& grooves = evaluation.freeRunning.grooves()) {
            report.velocityError = grooves->velocityError();
            report.timingErrorMs = grooves->timingErrorMs();
        }
        report.measures = evaluation.measures();
        m_lastEvaluation = report;

        ++m_state.evaluationsSinceBest;
        if (runs::score(report) > m_state.bestScore) {
            const auto status = writeModel(runs::kBestModelName);
            if (status) {
                m_state.bestScore = runs::score(report);
                m_state.bestStep = m_state.step;
                m_state.evaluationsSinceBest = 0;
                report.checkpoint = runs::kBestModelName;
            } else {
                m_listener.onWarning(status.error().text());
            }
        }
        write(runs::toJson(report));
        m_listener.onEvaluation(report);
        m_evaluationTimer.restart();
    }

    Status checkpoint() {
        m_learner.save(m_state);
        auto status = writeTrainingState(m_writer.path(runs::kStateName), m_state);
        if (status)
            status = writeModel(runs::kLastModelName);
        m_checkpointTimer.setSeconds(status ? m_plan.checkpointSeconds : kRetrySeconds);
        m_checkpointTimer.restart();
        if (!status)
            m_listener.onWarning(status.error().text() + ". Training goes on; the checkpoint will be tried again");
        return status;
    }

    [[nodiscard]] Status writeModel(const char* name) const {
        files::ModelFile file{m_plan.architecture, m_plan.provenance, m_learner.model().weights()};
        nlohmann::json& facts = file.provenance["training"];
        facts["program"] = "segue " SEGUE_VERSION;
        facts["steps"] = m_state.step;
        facts["seconds"] = std::round(m_state.seconds);
        facts["hyperparameters"] = toJson(m_plan.parameters);
        if (m_lastEvaluation)
            facts["validation"] = validationFacts(*m_lastEvaluation);
        return files::writeModelFile(m_writer.path(name), file);
    }

    Result<TrainingSummary> finish(const std::stop_token& stop) {
        const bool finished = isDone();
        if (finished && (!m_lastEvaluation || m_lastEvaluation->step != m_state.step))
            evaluateHeldOut();
        Status status = checkpoint();
        for (int retry = 0; !status && (retry < kLastRetries || !stop.stop_requested()); ++retry) {
            wait(stop.stop_requested() ? std::stop_token() : stop, 1.0);
            status = checkpoint();
        }
        if (!status)
            return fail(status.error(), "while saving what was learned since the last checkpoint");
        std::string message;
        if (isOutOfPatience())
            message = "Ended early: nothing better since step " + std::to_string(m_state.bestStep);
        announce({finished ? RunState::Finished : RunState::Stopped, message});
        return TrainingSummary{finished ? RunState::Finished : RunState::Stopped,
                               m_state.step,
                               m_state.seconds,
                               m_lastEvaluation,
                               std::max(0.0, m_state.bestScore),
                               m_state.bestStep};
    }

    Error brokenDown(const StepResult& result, double learningRate) {
        const std::string message = "Learning broke down at step " + std::to_string(m_state.step) + " (loss " +
                                    std::to_string(result.loss) + ", gradient " + std::to_string(result.gradientNorm) +
                                    ", learning rate " + std::to_string(learningRate) +
                                    "). The last checkpoint is kept; a lower learning_rate usually helps";
        return failed(ErrorCode::Internal, message);
    }

    Error failed(ErrorCode code, const std::string& message) {
        announce({RunState::Failed, message});
        return Error(code, message);
    }

    void write(const nlohmann::json& line) {
        const auto status = m_writer.append(line);
        if (!status && !m_warnedOfMetrics)
            m_listener.onWarning(status.error().text() + ". The reports wait in memory");
        m_warnedOfMetrics = !status;
    }

    const TrainingPlan& m_plan;
    const Dataset& m_heldOut;
    const TrainingListener& m_listener;
    RunWriter m_writer;
    Learner m_learner;
    TrainingState m_state;
    Batches m_batches;
    std::optional<runs::EvaluationReport> m_lastEvaluation;
    ReportInterval m_interval;
    Timer m_clock{0.0};
    Timer m_reportTimer{m_plan.reportSeconds};
    Timer m_checkpointTimer{m_plan.checkpointSeconds};
    Timer m_evaluationTimer{m_plan.evaluationSeconds};
    bool m_warnedOfMetrics = false;
};

Result<model::MusicVae> startModel(const TrainingPlan& plan) {
    if (plan.initial)
        return model::MusicVae::fromModelFile(*plan.initial);
    model::Initialisation initialisation;
    initialisation.seed = static_cast<std::uint64_t>(plan.parameters.seed);
    initialisation.headDeviation = plan.parameters.headDeviation;
    initialisation.stateDeviation = plan.parameters.stateDeviation;
    return model::MusicVae(plan.architecture, initialisation);
}

Result<TrainingSummary> prepareAndRun(const TrainingPlan& plan, const Dataset& data, const Dataset& heldOut,
                                      const std::stop_token& stop, const TrainingListener& listener) {
    auto writer = RunWriter::open(plan.runFolder);
    if (!writer)
        return fail(writer.error());
    const RunConfig config{plan.architecture, plan.parameters, plan.totalSteps, plan.minutes, plan.data};
    auto start = beginRun(*writer, config);
    if (!start)
        return fail(start.error());
    if (auto status = writeRunConfig(writer->path(runs::kConfigName), config); !status)
        return fail(status.error());
    auto model = startModel(plan);
    if (!model)
        return fail(model.error());
    Learner learner(std::move(*model), plan.parameters);
    if (start->state.step > 0)
        if (auto status = learner.restore(start->state); !status)
            return fail(status.error());
    return Run(plan, data, heldOut, listener, std::move(*writer), std::move(learner), std::move(*start)).run(stop);
}

} // namespace

Result<TrainingSummary> train(const TrainingPlan& plan, const Dataset& data, const Dataset& heldOut,
                              std::stop_token stop, const TrainingListener& listener) {
    if (data.size() == 0)
        return fail(ErrorCode::NoMusic, "There is no window to learn from");
    if (plan.totalSteps <= 0 && plan.minutes <= 0.0)
        return fail(ErrorCode::InvalidArgument, "A training needs a limit: steps or minutes");
    if (auto status = architecture::validate(plan.architecture); !status)
        return fail(status.error());
    if (auto status = canHear(plan.architecture); !status)
        return fail(status.error());
    if (auto status = validate(plan.parameters); !status)
        return fail(status.error());
    if (heldOut.size() == 0)
        listener.onWarning("No song is held out, so progress is measured on the songs that are learned");
    try {
        return prepareAndRun(plan, data, heldOut, stop, listener);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, kNoMemory);
    } catch (const c10::Error& error) {
        return fail(ErrorCode::Internal, std::string("LibTorch failed: ") + error.what_without_backtrace());
    }
}

} // namespace segue::training
