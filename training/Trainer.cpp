#include "training/Trainer.h"

#include "training/Checkpoints.h"
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
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <tuple>

namespace segue::training {
namespace {

using runs::RunState;

constexpr double kRetrySeconds = 5.0; // after a checkpoint that could not be written
constexpr const char* kNoMemory = "There is not enough memory for this batch size and model";
constexpr int kLastRetries = 10; // a second apart, when the run has been told to stop

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
        RunBeginning start)
        : m_plan(plan),
          m_heldOut(plan, heldOut.size() > 0 ? heldOut : data),
          m_checkpoints(plan),
          m_journal(std::move(journal)),
          m_learner(std::move(learner)),
          m_state(std::move(start.state)),
          m_batches(data, plan.parameters),
          m_parts(start.parts),
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
        m_journal.tell(runs::StateReport{RunState::Training, ""});
        while (true) {
            const auto turn = nextTurn(stop);
            if (!turn)
                return fail(lost(turn.error()));
            if (m_isPaused && turn->act != Turn::Act::Wait)
                goOn(*turn);
            switch (turn->act) {
            case Turn::Act::Learn:
                if (auto status = makeStep(*turn); !status)
                    return fail(status.error());
                break;
            case Turn::Act::Evaluate: evaluateHeldOut(); break;
            case Turn::Act::Checkpoint: checkpoint(); break;
            case Turn::Act::Wait: pause(stop); break;
            case Turn::Act::Finish:
            case Turn::Act::Stop: return end(turn->act == Turn::Act::Finish, stop);
            }
        }
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
        const bool isEvaluated = m_lastEvaluation && m_lastEvaluation->step == m_state.step;
        const auto act = [&] {
            if (isDone())
                return isEvaluated ? Turn::Act::Finish : Turn::Act::Evaluate;
            if (stop.stop_requested())
                return Turn::Act::Stop;
            if (isPauseAsked())
                return Turn::Act::Wait;
            if (!isEvaluated && isEvaluationDue())
                return Turn::Act::Evaluate;
            if (m_checkpointTimer.isDue() && m_checkpointStep != m_state.step)
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
            return fail(brokenDown(result, turn.learningRate));
        ++m_state.step;
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

    /// For a moment, so that other processes hear of this one again.
    void pause(const std::stop_token& stop) {
        if (!m_isPaused) {
            checkpoint();
            m_journal.tell(runs::StateReport{RunState::Paused, "Paused"});
        }
        m_isPaused = true;
        wait(stop, 0.2);
        m_clock.restart();
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
        m_journal.tell(report);
        m_interval = {};
        m_reportTimer.restart();
    }

    void evaluateHeldOut() {
        auto report = m_heldOut.measure(m_learner.model(), m_state.step);
        m_lastEvaluation = report;
        ++m_state.evaluationsSinceBest;
        if (runs::score(report) > m_state.bestScore) {
            m_learner.save(m_state);
            const auto status = m_checkpoints.writeBest(m_state, report);
            if (status) {
                m_state.bestScore = runs::score(report);
                m_state.bestStep = m_state.step;
                m_state.evaluationsSinceBest = 0;
                report.checkpoint = runs::kBestModelName;
            } else {
                m_journal.warn(status.error().text());
            }
        }
        m_journal.tell(report);
        m_evaluationTimer.restart();
    }

    Status checkpoint() {
        m_checkpointStep = m_state.step;
        m_learner.save(m_state);
        auto status = m_checkpoints.write(m_state, m_lastEvaluation);
        m_checkpointTimer.setSeconds(status ? m_plan.checkpointSeconds : kRetrySeconds);
        m_checkpointTimer.restart();
        if (!status)
            m_journal.warn(status.error().text() + ". Training goes on; the checkpoint will be tried again");
        return status;
    }

    Result<TrainingSummary> end(bool isFinished, const std::stop_token& stop) {
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
        const auto state = isFinished ? RunState::Finished : RunState::Stopped;
        m_journal.tell(runs::StateReport{state, message});
        if (m_plan.exchange != nullptr)
            std::ignore = waitForAll(*m_plan.exchange); // who is gone now is not missed
        return TrainingSummary{
            state, m_state.step, m_state.seconds, m_lastEvaluation, std::max(0.0, m_state.bestScore), m_state.bestStep};
    }

    Error brokenDown(const StepResult& result, double learningRate) {
        const std::string message = "Learning broke down at step " + std::to_string(m_state.step) + " (loss " +
                                    std::to_string(result.loss) + ", gradient " + std::to_string(result.gradientNorm) +
                                    ", learning rate " + std::to_string(learningRate) +
                                    "). The last checkpoint is kept; a lower learning_rate usually helps";
        return failed(ErrorCode::Internal, message);
    }

    /// Of another process that is gone: what was learned until then is kept.
    Error lost(const Error& error) {
        std::string message = error.message();
        if (checkpoint())
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
    std::optional<runs::EvaluationReport> m_lastEvaluation;
    bool m_isPaused = false;
    std::int64_t m_checkpointStep = -1; ///< the last one that was tried
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
    return Run(plan, data, heldOut, RunJournal(std::move(*writer), listener), std::move(learner), std::move(*start))
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
