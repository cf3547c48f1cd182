#include "training/RunBeginning.h"

#include "core/files/ModelFile.h"

#include <charconv>

namespace segue::training {
namespace {

/// best.safetensors may be younger than the state, when the run was killed in between: what it says of itself holds.
void readBestScore(const RunWriter& writer, TrainingState& state) {
    const auto best = files::readModelFile(writer.path(runs::kBestModelName));
    if (!best)
        return;
    const nlohmann::json none;
    const auto hitF1 =
        best->provenance.value("/training/validation/hit_f1"_json_pointer, none); // all of versions before
    const auto score = best->provenance.value("/training/validation/score"_json_pointer, hitF1);
    const auto step = best->provenance.value("/training/validation/step"_json_pointer, none);
    if (!score.is_number() || !step.is_number_integer() || score.get<double>() <= state.bestScore)
        return;
    state.bestScore = score.get<double>();
    state.bestStep = step.get<std::int64_t>();
}

void removeSamplesAfter(const std::filesystem::path& folder, std::int64_t step) {
    std::vector<std::filesystem::path> lost;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const std::string name = entry.path().filename().string();
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
        if (error == std::errc() && end == name.data() + name.size() && number > step)
            lost.push_back(entry.path());
    }
    for (const auto& sample : lost)
        std::filesystem::remove_all(sample, ignored);
}

} // namespace

Result<RunBeginning> beginRun(const RunWriter& writer, const RunConfig& config) {
    RunBeginning result;
    std::error_code ignored;
    if (!std::filesystem::exists(writer.path(runs::kStateName), ignored)) {
        result.precision = config.precision ? *config.precision : model::fasterPrecision();
        result.parts = config.parts;
        return result;
    }
    const auto before = readRunConfig(writer.path(runs::kConfigName));
    if (!before)
        return fail(before.error());
    if (auto status = mayResume(*before, config); !status)
        return fail(status.error());
    result.precision = before->precision.value_or(result.precision);
    result.parts = before->parts;
    auto state = readTrainingState(writer.path(runs::kStateName));
    if (!state)
        return fail(state.error());
    result.state = std::move(*state);
    readBestScore(writer, result.state);
    runs::MetricsReader metrics(writer.folder());
    if (metrics.poll())
        result.history = metrics.history();
    result.history.resumeAt(result.state.step);
    removeSamplesAfter(writer.path(runs::kSamplesName), result.state.step);
    return result;
}

} // namespace segue::training
