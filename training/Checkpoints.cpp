#include "training/Checkpoints.h"

#include <cmath>

namespace segue::training {
namespace {

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

} // namespace

Status Checkpoints::write(const TrainingState& state, const std::optional<runs::EvaluationReport>& evaluation) const {
    if (auto status = writeTrainingState(m_plan.runFolder / runs::kStateName, state); !status)
        return status;
    return writeModel(runs::kLastModelName, state, evaluation);
}

Status Checkpoints::writeBest(const TrainingState& state, const runs::EvaluationReport& evaluation) const {
    return writeModel(runs::kBestModelName, state, evaluation);
}

Status Checkpoints::writeModel(const std::string& name, const TrainingState& state,
                               const std::optional<runs::EvaluationReport>& evaluation) const {
    files::ModelFile file{m_plan.architecture, m_plan.provenance, state.weights};
    nlohmann::json& facts = file.provenance["training"];
    facts["program"] = "segue " SEGUE_VERSION;
    facts["steps"] = state.step;
    facts["seconds"] = std::round(state.seconds);
    facts["hyperparameters"] = toJson(m_plan.parameters);
    if (evaluation)
        facts["validation"] = validationFacts(*evaluation);
    return files::writeModelFile(m_plan.runFolder / name, file);
}

} // namespace segue::training
