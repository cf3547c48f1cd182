#include "training/RunJournal.h"

namespace segue::training {

void RunJournal::tell(const runs::StateReport& report) {
    write(runs::toJson(report));
    m_listener.onState(report);
}

void RunJournal::tell(const runs::TrainingReport& report) {
    write(runs::toJson(report));
    m_listener.onReport(report);
}

void RunJournal::tell(const runs::EvaluationReport& report) {
    write(runs::toJson(report));
    m_listener.onEvaluation(report);
}

void RunJournal::write(const nlohmann::json& line) {
    const auto status = m_writer.append(line);
    if (!status && !m_warned)
        warn(status.error().text() + ". The reports wait in memory");
    m_warned = !status;
}

} // namespace segue::training
