#include "training/Checkpoints.h"

#include "core/base/SystemError.h"

#include <algorithm>
#include <cmath>
#include <vector>

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

void removeAllButNewest(const std::filesystem::path& folder, std::size_t count) {
    std::vector<std::filesystem::path> kept;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored))
        if (entry.path().filename().string().starts_with("step-") && entry.path().extension() == ".safetensors")
            kept.push_back(entry.path());
    std::ranges::sort(kept, [](const auto& a, const auto& b) { // a longer number is a higher step
        const auto name = [](const auto& path) { return path.filename().string(); };
        return std::pair(name(a).size(), name(a)) < std::pair(name(b).size(), name(b));
    });
    for (std::size_t i = 0; i + count < kept.size(); ++i)
        std::filesystem::remove(kept[i], ignored);
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

Status Checkpoints::keep(const TrainingState& state, const std::optional<runs::EvaluationReport>& evaluation) const {
    const auto folder = m_plan.runFolder / runs::kCheckpointsName;
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return fail(systemError(folder, "write", error.value()));
    const std::string digits = std::to_string(state.step);
    const std::string zeros(digits.size() < 7 ? 7 - digits.size() : 0, '0');
    const std::string name = "step-" + zeros + digits + ".safetensors";
    if (auto status = writeModel(std::filesystem::path(runs::kCheckpointsName) / name, state, evaluation); !status)
        return status;
    if (m_plan.kept.newest > 0)
        removeAllButNewest(folder, static_cast<std::size_t>(m_plan.kept.newest));
    return {};
}

Status Checkpoints::writeModel(const std::filesystem::path& name, const TrainingState& state,
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
