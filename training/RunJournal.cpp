#include "training/RunJournal.h"

#include <algorithm>

namespace segue::training {

RunJournal::RunJournal(RunWriter writer, const TrainingPlan& plan, int windows, runs::RunHistory history,
                       std::int64_t step, const TrainingListener& listener)
    : m_writer(std::move(writer)),
      m_listener(listener),
      m_history(std::move(history)),
      m_facts{windows, plan.initial.has_value(), plan.parameters.freeBits, plan.parameters.maxBeta} {
    if (step > 0)
        write(runs::resumedLine(step));
    openEvents(m_writer.folder(), step, m_events);
    openEvents(m_writer.path("eval"), step, m_evaluationEvents); // a curve of its own in the same charts
    tellWarnings();
}

void RunJournal::openEvents(const std::filesystem::path& folder, std::int64_t step, std::optional<EventFile>& events) {
    auto file = EventFile::create(folder, step);
    if (file)
        events.emplace(std::move(*file));
    else
        warn(file.error().text() + ". TensorBoard will not show this run");
}

void RunJournal::tell(const runs::StateReport& report) {
    write(runs::toJson(report));
    m_listener.onState(report);
}

void RunJournal::tell(const runs::TrainingReport& report) {
    write(runs::toJson(report));
    if (m_events)
        (void)m_events->append(report.step, scalarsOf(report)); // what waits was told of with the line
    m_history.add(report);
    m_listener.onReport(report);
    tellWarnings();
}

void RunJournal::tell(const runs::EvaluationReport& report) {
    write(runs::toJson(report));
    if (m_evaluationEvents)
        (void)m_evaluationEvents->append(report.step, scalarsOf(report));
    m_history.add(report);
    m_listener.onEvaluation(report);
    tellWarnings();
}

std::optional<runs::EvaluationReport> RunJournal::lastEvaluation() const {
    return m_history.evaluations.empty() ? std::nullopt : std::optional(m_history.evaluations.back());
}

void RunJournal::tellWarnings() {
    auto warnings = runs::warningsOf(m_history, m_facts);
    if (warnings == m_history.warnings)
        return;
    write(runs::toJson(warnings));
    for (const runs::Warning& warning : warnings)
        if (std::ranges::find(m_history.warnings, warning.kind, &runs::Warning::kind) == m_history.warnings.end())
            warn(warning.message);
    m_history.warnings = std::move(warnings);
}

void RunJournal::write(const nlohmann::json& line) {
    const auto status = m_writer.append(line);
    if (!status && !m_warnedOfWaiting)
        warn(status.error().text() + ". The reports wait in memory");
    m_warnedOfWaiting = !status;
}

} // namespace segue::training
