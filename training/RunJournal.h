#pragma once

#include "training/RunWriter.h"
#include "training/Trainer.h"

namespace segue::training {

/// Tells what a run does: to metrics.jsonl, and to whoever listens.
class RunJournal {
public:
    /// Requires: `listener` outlives this.
    RunJournal(RunWriter writer, const TrainingListener& listener)
        : m_writer(std::move(writer)), m_listener(listener) {}

    void tell(const runs::StateReport& report);
    void tell(const runs::TrainingReport& report);
    void tell(const runs::EvaluationReport& report);
    void warn(const std::string& message) const { m_listener.onWarning(message); }

private:
    void write(const nlohmann::json& line);

    RunWriter m_writer;
    const TrainingListener& m_listener;
    bool m_warned = false; ///< that lines wait, which is said once
};

} // namespace segue::training
