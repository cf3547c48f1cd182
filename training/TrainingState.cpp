#include "training/TrainingState.h"

#include "core/base/Files.h"

#include <nlohmann/json.hpp>

namespace segue::training {
namespace {

using nlohmann::json;

constexpr const char* kMetadataKey = "segue.training_state";
constexpr int kVersion = 1;
constexpr const char* kFirst = "adam.first/";
constexpr const char* kSecond = "adam.second/";
constexpr const char* kWeight = "weight/";

Result<files::Tensor> take(files::Safetensors& file, const std::string& name, const files::Tensor& like) {
    const auto at = file.tensors.find(name);
    if (at == file.tensors.end())
        return fail(ErrorCode::Malformed, "\"" + name + "\" is missing");
    if (at->second.shape != like.shape)
        return fail(ErrorCode::ShapeMismatch, "\"" + name + "\" has another shape than its weight");
    return std::move(at->second);
}

Result<TrainingState> fromFile(files::Safetensors file) {
    const auto metadata = file.metadata.find(kMetadataKey);
    if (metadata == file.metadata.end())
        return fail(ErrorCode::Unsupported, "it is no training state");
    TrainingState state;
    try {
        const json facts = json::parse(metadata->second);
        if (facts.at("version").get<int>() > kVersion)
            return fail(ErrorCode::Unsupported, "it was written by a newer Segue");
        state.step = facts.at("step").get<std::int64_t>();
        state.seconds = facts.at("seconds").get<double>();
        state.bestScore = facts.at("best_score").get<double>();
        state.bestStep = facts.at("best_step").get<std::int64_t>();
        state.evaluationsSinceBest = facts.at("evaluations_since_best").get<int>();
        state.skippedSteps = facts.value("skipped_steps", std::int64_t{0}); // both are not of earlier versions
        if (facts.contains("divergence"))
            state.divergence = Divergence::fromJson(facts["divergence"]);
    } catch (const json::exception&) {
        return fail(ErrorCode::Malformed, "its facts cannot be understood");
    }
    const std::string prefix = kWeight;
    for (auto& [name, tensor] : file.tensors)
        if (name.starts_with(prefix))
            state.weights[name.substr(prefix.size())] = std::move(tensor);
    for (const auto& [name, weight] : state.weights) {
        auto first = take(file, kFirst + name, weight);
        auto second = take(file, kSecond + name, weight);
        if (!first || !second)
            return fail(first ? second.error() : first.error());
        state.moments[name] = {std::move(first->values), std::move(second->values)};
    }
    return state;
}

} // namespace

Status writeTrainingState(const std::filesystem::path& path, const TrainingState& state) {
    files::Safetensors file;
    file.metadata[kMetadataKey] = json{
        {"version", kVersion},
        {"step", state.step},
        {"seconds", state.seconds},
        {"best_score", state.bestScore},
        {"best_step", state.bestStep},
        {"evaluations_since_best", state.evaluationsSinceBest},
        {"skipped_steps", state.skippedSteps},
        {"divergence",
         state.divergence.toJson()}}.dump();
    for (const auto& [name, weight] : state.weights) {
        const AdamMoments& moments = state.moments.at(name);
        file.tensors[kWeight + name] = weight;
        file.tensors[kFirst + name] = {weight.shape, moments.first};
        file.tensors[kSecond + name] = {weight.shape, moments.second};
    }
    return writeFileAtomically(path, files::writeSafetensors(file));
}

Result<TrainingState> readTrainingState(const std::filesystem::path& path) {
    auto file = files::readSafetensorsFile(path);
    if (!file)
        return fail(file.error());
    auto state = fromFile(std::move(*file));
    if (!state)
        return fail(state.error().code(),
                    "The run cannot be resumed from " + path.string() + ": " + state.error().message());
    return state;
}

} // namespace segue::training
