#pragma once

#include "core/runs/RunWarnings.h"
#include "training/EventFile.h"
#include "training/RunWriter.h"
#include "training/Trainer.h"

namespace segue::training {

/// Tells what a run does: to metrics.jsonl, to TensorBoard, and to whoever listens; and what is to be warned of in it.
class RunJournal {
public:
    /// Goes on after what was reported up to `step`. Requires: `plan` and `listener` outlive this.
    RunJournal(RunWriter writer, const TrainingPlan& plan, int windows, runs::RunHistory history, std::int64_t step,
               const TrainingListener& listener);

    void tell(const runs::StateReport& report);
    void tell(const runs::TrainingReport& report);
    void tell(const runs::EvaluationReport& report);
    void warn(const std::string& message) const { m_listener.onWarning(message); }

    [[nodiscard]] std::optional<runs::EvaluationReport> lastEvaluation() const;
    [[nodiscard]] const runs::RunFacts& facts() const { return m_facts; }

private:
    void write(const nlohmann::json& line);
    void openEvents(const std::filesystem::path& folder, std::int64_t step, std::optional<EventFile>& events);
    /// Those that are new, and all of them to metrics.jsonl where they have changed.
    void tellWarnings();

    RunWriter m_writer;
    const TrainingListener& m_listener;
    runs::RunHistory m_history;
    runs::RunFacts m_facts;
    std::optional<EventFile> m_events; ///< none where they cannot be written
    std::optional<EventFile> m_evaluationEvents;
    bool m_warnedOfWaiting = false; ///< that lines wait, which is said once
};

} // namespace segue::training
