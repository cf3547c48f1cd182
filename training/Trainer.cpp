#include "training/Trainer.h"

#include "core/latent/MapFile.h"
#include "training/Breakdown.h"
#include "training/Checkpoints.h"
#include "training/Environment.h"
#include "training/Evaluation.h"
#include "training/Follower.h"
#include "training/HeldOutTorch.h"
#include "training/LearnerTorch.h"
#include "training/RunBeginning.h"
#include "training/RunClock.h"
#include "training/RunJournal.h"
#include "training/Schedules.h"
#include "training/Turn.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <numbers>
#include <tuple>

namespace segue::training {
namespace {

using runs::RunState;

constexpr const char* kNoMemory = "There is not enough memory for this batch size and model";
constexpr int kLastTries = 3; // to write to a full disk, when the run has been told to stop

/// Sleeps, or returns early on a stop.
void wait(std::stop_token stop, double seconds) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, std::chrono::duration<double>(seconds), [] { return false; });
}

Rows rowsOfThisProcess(const TrainingPlan& plan) {
    const Exchange* exchange = plan.exchange;
    return exchange == nullptr ? Rows{0, plan.parameters.batchSize}
                               : rowsOfPart(exchange->rank(), exchange->size(), plan.parameters.batchSize);
}

/// A part of fewer rows would take nearly as long.
int workersFor(const TrainingPlan& plan) {
    constexpr int kLeastRows = 16;
    if (plan.workers > 0)
        return std::min(plan.workers, rowsOfThisProcess(plan).count);
    return plan.exchange != nullptr ? 1 : std::clamp(plan.parameters.batchSize / kLeastRows, 1, physicalCores());
}

class Run {
public:
    Run(const TrainingPlan& plan, const Dataset& data, const Dataset& heldOut, RunJournal journal, Learner learner,
        TrainingState start, int parts)
        : m_plan(plan),
          m_heldOut(plan, heldOut.size() > 0 ? heldOut : data),
          m_checkpoints(plan),
          m_journal(std::move(journal)),
          m_learner(std::move(learner)),
          m_state(std::move(start)),
          m_batches(data, plan.parameters),
          m_parts(parts) {}

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
        m_journal.tell(runs::StateReport{RunState::Training, ""});
        while (true) {
            const auto turn = nextTurn(stop);
            if (!turn)
                return fail(lost(turn.error()));
            if (m_isPaused && turn->act != Turn::Act::Wait)
                goOn(*turn);
            if (turn->isLast())
                return end(turn->act == Turn::Act::Finish, stop);
            if (auto status = take(*turn, stop); !status)
                return fail(status.error());
        }
    }

    Status take(const Turn& turn, const std::stop_token& stop) {
        switch (turn.act) {
        case Turn::Act::Learn: return makeStep(turn);
        case Turn::Act::Evaluate: return evaluateHeldOut(turn, stop);
        case Turn::Act::Checkpoint: return checkpoint(stop);
        case Turn::Act::Wait: return pause(stop);
        case Turn::Act::Finish:
        case Turn::Act::Stop: break;
        }
        return {};
    }

    /// What all processes do next, this one having decided.
    Result<Turn> nextTurn(const std::stop_token& stop) {
        const Turn turn = decide(stop);
        if (m_plan.exchange == nullptr)
            return turn;
        return sharedTurn(*m_plan.exchange, turn, stop.stop_requested());
    }

    Turn decide(const std::stop_token& stop) {
        spend();
        const auto evaluation = m_journal.lastEvaluation();
        const bool isEvaluated = evaluation && evaluation->step == m_state.step;
        const auto act = [&] {
            if (isDone())
                return isEvaluated ? Turn::Act::Finish : Turn::Act::Evaluate;
            if (stop.stop_requested())
                return Turn::Act::Stop;
            if (isPauseAsked())
                return Turn::Act::Wait;
            if (!isEvaluated && isEvaluationDue())
                return Turn::Act::Evaluate;
            if (isCheckpointDue() || isKeepingDue())
                return Turn::Act::Checkpoint;
            return Turn::Act::Learn;
        };
        return {act(), m_state.step, learningRateAt(m_plan.parameters, m_state.step, progress()),
                betaAt(m_plan.parameters.maxBeta, m_plan.parameters.betaRate, m_state.step)};
    }

    Status makeStep(const Turn& turn) {
        const auto learned =
            m_learner.learn(m_batches.partsAt(turn.step, m_rows, m_parts), turn.step, turn.learningRate, turn.beta);
        if (!learned)
            return fail(lost(learned.error()));
        const StepResult& result = *learned;
        if (!result.isFinite())
            return fail(brokenDown(
                whatIsNotFinite(std::array{NamedNumber{"the reconstruction loss", result.reconstruction},
                                           NamedNumber{"the KL", result.klNats}, NamedNumber{"the loss", result.loss},
                                           NamedNumber{"the gradient", result.gradientNorm}}),
                turn));
        ++m_state.step;
        if (gradientScale(result.gradientNorm, m_plan.parameters.gradClip, m_plan.parameters.gradSkip) == 0.0)
            ++m_state.skippedSteps;
        m_state.divergence.add(
            runs::lossAtFullBeta(result.reconstruction, result.klNats / std::numbers::ln2, m_journal.facts()));
        if (m_state.divergence.isCertain())
            return fail(brokenDown(whatDiverged(m_state.divergence), turn));
        m_interval.addSeconds(spend());
        m_interval.add(result.loss, result.reconstruction, result.klNats, result.gradientNorm, result.agreement);
        if (m_reportTimer.isDue() || isDone())
            report(turn);
        return {};
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
        if (m_state.step == 0)
            return m_plan.initial.has_value(); // a fine-tune is better only than what it started from
        const bool bySteps = m_plan.evaluationSteps > 0 && m_state.step % m_plan.evaluationSteps == 0;
        return bySteps || m_evaluationTimer.isDue();
    }

    /// What is learned while the loss runs away is not kept in the place of what was good.
    [[nodiscard]] bool isCheckpointDue() const {
        return m_checkpointTimer.isDue() && m_savedStep != m_state.step && !m_state.divergence.isSuspected();
    }

    [[nodiscard]] bool isKeepingDue() const {
        const KeptCheckpoints& kept = m_plan.kept;
        const bool bySteps = kept.everySteps > 0 && m_state.step > 0 && m_state.step % kept.everySteps == 0;
        return (bySteps && m_keptStep != m_state.step) || m_keptPeriods < keptPeriods();
    }

    /// How often a checkpoint has become due by the hours of training.
    [[nodiscard]] std::int64_t keptPeriods() const {
        const double hours = m_plan.kept.everyHours;
        return hours > 0.0 ? static_cast<std::int64_t>(m_state.seconds / 3600.0 / hours) : 0;
    }

    /// For a moment, so that other processes hear of this one again.
    Status pause(const std::stop_token& stop) {
        if (!m_isPaused) {
            if (auto status = checkpoint(stop); !status)
                return status;
            m_journal.tell(runs::StateReport{RunState::Paused, "Paused"});
        }
        m_isPaused = true;
        wait(stop, 0.2);
        m_clock.restart();
        return {};
    }

    void goOn(const Turn& turn) {
        m_isPaused = false;
        if (!turn.isLast())
            m_journal.tell(runs::StateReport{RunState::Training, ""});
    }

    [[nodiscard]] bool isPauseAsked() const {
        std::error_code ignored;
        return std::filesystem::exists(m_plan.runFolder / runs::kPauseName, ignored);
    }

    void report(const Turn& turn) {
        runs::TrainingReport report;
        m_interval.fill(report);
        const double done = progress();
        report.step = m_state.step;
        report.epoch = static_cast<double>(m_state.step) / static_cast<double>(m_batches.stepsPerEpoch());
        report.beta = turn.beta;
        report.learningRate = turn.learningRate;
        report.examplesPerSecond = m_interval.stepsPerSecond() * m_plan.parameters.batchSize;
        const double whole = m_state.seconds / std::max(done, 1e-9); // seconds, as far as is known
        report.totalSteps = m_plan.minutes > 0.0
                                ? std::llround(static_cast<double>(m_state.step) / std::max(done, 1e-9))
                                : m_plan.totalSteps;
        report.secondsLeft = std::max(0.0, whole - m_state.seconds);
        report.skippedSteps = m_state.skippedSteps;
        m_journal.tell(report);
        m_interval = {};
        m_reportTimer.restart();
    }

    /// All that belongs to an evaluation lies in the folder before its line does, and its line before the state: a run
    /// that is killed in between evaluates once more.
    Status evaluateHeldOut(const Turn& turn, const std::stop_token& stop) {
        auto report = m_heldOut.measure(m_learner.model(), m_state.step);
        if (!std::isfinite(report.loss))
            return fail(
                brokenDown(whatIsNotFinite(std::array{NamedNumber{"the loss on held-out songs", report.loss}}), turn));
        m_learner.save(m_state);
        const auto folder = std::filesystem::path(runs::kSamplesName) / std::to_string(m_state.step);
        const Samples samples = m_heldOut.samples(m_learner.model());
        if (auto status = persist(stop, [&] { return writeSamples(m_plan.runFolder / folder, samples); }); !status)
            return status;
        report.samples = folder.string();
        if (runs::score(report) > m_state.bestScore || m_state.step == m_state.bestStep) {
            if (auto status = persist(stop, [&] { return m_checkpoints.writeBest(m_state, report); }); !status)
                return status;
            report.checkpoint = runs::kBestModelName;
            m_state.bestScore = runs::score(report);
            m_state.bestStep = m_state.step;
            m_state.evaluationsSinceBest = 0;
        } else {
            ++m_state.evaluationsSinceBest;
        }
        m_journal.tell(report);
        m_evaluationTimer.restart();
        if (!m_state.divergence.isSuspected())
            if (auto status = checkpoint(stop); !status)
                return status;
        return writeMap(stop);
    }

    Status writeMap(const std::stop_token& stop) {
        auto map = m_heldOut.map(m_learner.model());
        map.modelChecksum = files::weightsChecksum(m_state.weights);
        return persist(stop, [&]() -> Status {
            auto status = latent::writeMapFile(m_plan.runFolder / runs::kMapName, map);
            if (status || status.error().code() != ErrorCode::InvalidArgument)
                return status;
            m_journal.warn(status.error().text()); // means beyond 16-bit floats have no map
            return {};
        });
    }

    Status checkpoint(const std::stop_token& stop) {
        m_learner.save(m_state);
        const auto evaluation = m_journal.lastEvaluation();
        if (auto status = persist(stop, [&] { return m_checkpoints.write(m_state, evaluation); }); !status)
            return status;
        m_savedStep = m_state.step;
        m_checkpointTimer.restart();
        const bool isEvaluated = evaluation && evaluation->step == m_state.step;
        if (!isKeepingDue() && !(m_plan.kept.atEvaluations && isEvaluated && m_keptStep != m_state.step))
            return {};
        m_keptStep = m_state.step;
        m_keptPeriods = keptPeriods();
        return persist(stop, [&] { return m_checkpoints.keep(m_state, evaluation); });
    }

    /// Calls `write` until it succeeds. Meanwhile the run is paused, with the reason; a stop gives it some seconds
    /// more. Errors: what no waiting mends, and that it was stopped: then the run has failed.
    Status persist(const std::stop_token& stop, const std::function<Status()>& write) {
        Status status = write();
        if (status)
            return status;
        const auto mayBeMended = [&] { return !status && status.error().code() == ErrorCode::Unreadable; };
        if (mayBeMended())
            m_journal.tell(runs::StateReport{RunState::Paused, status.error().text() + ". It goes on when that works"});
        for (int lastTries = kLastTries; mayBeMended() && lastTries > 0; status = write()) {
            lastTries -= stop.stop_requested() ? 1 : 0;
            wait(stop.stop_requested() ? std::stop_token() : stop, m_plan.retrySeconds);
        }
        m_clock.restart();
        if (!status)
            return fail(failed(status.error().code(),
                               status.error().text() + ". What was learned since the last checkpoint is lost"));
        m_journal.tell(runs::StateReport{RunState::Training, ""});
        return {};
    }

    Result<TrainingSummary> end(bool isFinished, const std::stop_token& stop) {
        if (m_savedStep != m_state.step)
            if (auto status = checkpoint(stop); !status)
                return fail(status.error());
        std::string message;
        if (isOutOfPatience())
            message = "Ended early: nothing better since step " + std::to_string(m_state.bestStep);
        const auto state = isFinished ? RunState::Finished : RunState::Stopped;
        m_journal.tell(runs::StateReport{state, message});
        if (m_plan.exchange != nullptr)
            std::ignore = waitForAll(*m_plan.exchange); // who is gone now is not missed
        return TrainingSummary{state,
                               m_state.step,
                               m_state.seconds,
                               m_journal.lastEvaluation(),
                               std::max(0.0, m_state.bestScore),
                               m_state.bestStep};
    }

    Error brokenDown(const std::string& what, const Turn& turn) {
        std::error_code ignored;
        Breakdown breakdown{what, turn.step, turn.learningRate, {}};
        if (std::filesystem::exists(m_plan.runFolder / runs::kBestModelName, ignored))
            breakdown.bestStep = m_state.bestStep;
        return failed(ErrorCode::Internal, messageOf(breakdown));
    }

    /// Of another process that is gone: what was learned until then is kept.
    Error lost(const Error& error) {
        std::string message = error.message();
        m_learner.save(m_state);
        if (m_checkpoints.write(m_state, m_journal.lastEvaluation()))
            message += "; the run folder has the checkpoint of step " + std::to_string(m_state.step);
        return failed(error.code(), message + "; start the same command again to go on");
    }

    Error failed(ErrorCode code, const std::string& message) {
        m_journal.tell(runs::StateReport{RunState::Failed, message});
        return Error(code, message);
    }

    const TrainingPlan& m_plan;
    HeldOut m_heldOut;
    Checkpoints m_checkpoints;
    RunJournal m_journal;
    Learner m_learner;
    TrainingState m_state;
    Batches m_batches;
    int m_parts;
    Rows m_rows = rowsOfThisProcess(m_plan);
    bool m_isPaused = false;
    std::int64_t m_savedStep = -1; ///< of the last checkpoint
    std::int64_t m_keptStep = -1; ///< of the last one that is kept
    std::int64_t m_keptPeriods = keptPeriods(); ///< that are served
    ReportInterval m_interval;
    Timer m_clock{0.0};
    Timer m_reportTimer{m_plan.reportSeconds};
    Timer m_checkpointTimer{m_plan.checkpointSeconds};
    Timer m_evaluationTimer{m_plan.evaluationSeconds};
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
    if (plan.exchange != nullptr)
        if (auto status = compareBeginnings(*plan.exchange, plan, data); !status)
            return fail(status.error());
    auto writer = RunWriter::open(plan.runFolder);
    if (!writer)
        return fail(writer.error());
    RunConfig config{plan.architecture, plan.parameters,  plan.totalSteps, plan.minutes,
                     plan.data,         workersFor(plan), plan.precision};
    auto start = beginRun(*writer, config);
    if (!start)
        return fail(start.error());
    config.precision = start->precision;
    config.parts = start->parts;
    const int workers = std::min(workersFor(plan), start->parts);
    listener.onNote("Multiplies in " + std::string(nameOf(start->precision)) + ", with " + std::to_string(workers) +
                    (workers == 1 ? " worker" : " workers"));
    if (auto status = writeRunConfig(writer->path(runs::kConfigName), config); !status)
        return fail(status.error());
    nlohmann::json environment = environmentFacts();
    environment.update(plan.environment);
    environment["step"] = start->state.step;
    environment["precision"] = nameOf(start->precision);
    environment["workers"] = workers;
    environment["processes"] = plan.exchange == nullptr ? 1 : plan.exchange->size();
    if (auto status = addStart(writer->path(runs::kEnvironmentName), environment); !status)
        return fail(status.error());
    auto model = startModel(plan);
    if (!model)
        return fail(model.error());
    model->multiplyIn(start->precision);
    Learner learner(std::move(*model), plan.parameters, plan.exchange, workers);
    if (start->state.step > 0)
        if (auto status = learner.restore(start->state); !status)
            return fail(status.error());
    if (plan.exchange != nullptr)
        if (auto status = learner.followRankZero(); !status)
            return fail(status.error());
    RunJournal journal(std::move(*writer), plan, data.size(), std::move(start->history), start->state.step, listener);
    return Run(plan, data, heldOut, std::move(journal), std::move(learner), std::move(start->state), start->parts)
        .run(stop);
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
        if (plan.exchange != nullptr && plan.exchange->rank() > 0)
            return follow(plan, data, stop);
        return prepareAndRun(plan, data, heldOut, stop, listener);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, kNoMemory);
    } catch (const c10::Error& error) {
        return fail(ErrorCode::Internal, std::string("LibTorch failed: ") + error.what_without_backtrace());
    }
}

} // namespace segue::training
