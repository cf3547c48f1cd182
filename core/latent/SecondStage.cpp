#include "core/latent/SecondStage.h"

#include "core/latent/Calibration.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace segue::latent {
namespace {

using files::Tensor;
using nlohmann::json;

constexpr const char* kCentres = "density.centres";
constexpr const char* kWeights = "density.weights";
constexpr const char* kFactor = "density.factor";
constexpr const char* kAttributes = "attributes";
constexpr const char* kDensity = "density";

Error malformed(const std::string& message) {
    return Error(ErrorCode::Malformed, "What was fitted to the model is damaged: " + message);
}

const Tensor* find(const files::Fitted& fitted, const char* name) {
    const auto at = fitted.tensors.find(name);
    return at == fitted.tensors.end() ? nullptr : &at->second;
}

bool hasShape(const Tensor& tensor, std::int64_t rows, std::int64_t columns) {
    return tensor.shape == std::vector<std::int64_t>{rows, columns} &&
           tensor.values.size() == static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
}

Result<std::optional<LatentDensity>> densityOf(const files::Fitted& fitted, int latentSize) {
    const Tensor* const centres = find(fitted, kCentres);
    const Tensor* const weights = find(fitted, kWeights);
    const Tensor* const factor = find(fitted, kFactor);
    if (!centres && !weights && !factor)
        return std::nullopt;
    if (!centres || !weights || !factor)
        return fail(malformed("its density lacks centres, weights or factor"));
    const auto count = static_cast<std::int64_t>(weights->values.size());
    if (count < 1 || weights->shape.size() != 1 || !hasShape(*centres, count, latentSize) ||
        !hasShape(*factor, latentSize, latentSize))
        return fail(malformed("the shapes of its density do not fit the model"));
    const auto isWeight = [](float weight) { return std::isfinite(weight) && weight >= 0; };
    if (!std::ranges::all_of(weights->values, isWeight) || *std::ranges::max_element(weights->values) <= 0)
        return fail(malformed("its density has weights that are none"));
    return LatentDensity{latentSize, centres->values, weights->values, factor->values};
}

Result<std::vector<AttributeDirection>> attributesOf(const files::Fitted& fitted, int latentSize) {
    std::vector<AttributeDirection> attributes;
    const Tensor* const steps = find(fitted, kAttributes);
    if (!steps)
        return attributes;
    const auto list = fitted.facts.find(kAttributes);
    if (list == fitted.facts.end() || !list->is_array() ||
        !hasShape(*steps, static_cast<std::int64_t>(list->size()), latentSize))
        return fail(malformed("its attributes do not fit the model"));
    std::set<std::string> names;
    auto step = steps->values.begin();
    for (const json& each : *list) {
        const auto number = [&each](const char* key) { return each.contains(key) && each[key].is_number(); };
        if (!each.is_object() || !each.contains("name") || !each["name"].is_string() || !number("low") ||
            !number("high"))
            return fail(malformed("an attribute has no name or no range"));
        AttributeDirection direction{each["name"].get<std::string>(),
                                     {step, step + latentSize},
                                     each["low"].get<float>(),
                                     each["high"].get<float>()};
        if (!names.insert(direction.name).second)
            return fail(malformed("it has two attributes called " + direction.name));
        step += latentSize;
        attributes.push_back(std::move(direction));
    }
    return attributes;
}

} // namespace

const AttributeDirection* SecondStage::attribute(std::string_view name) const {
    const auto at = std::ranges::find(attributes, name, &AttributeDirection::name);
    return at == attributes.end() ? nullptr : &*at;
}

files::Fitted toFitted(const SecondStage& stage) {
    files::Fitted fitted;
    if (stage.density) {
        const LatentDensity& density = *stage.density;
        fitted.tensors[kCentres] = {{density.count(), density.latentSize}, density.centres};
        fitted.tensors[kWeights] = {{density.count()}, density.weights};
        fitted.tensors[kFactor] = {{density.latentSize, density.latentSize}, density.factor};
        fitted.facts[kDensity] = stage.densityFacts;
    }
    if (stage.attributes.empty())
        return fitted;
    Tensor steps;
    steps.shape = {static_cast<std::int64_t>(stage.attributes.size()),
                   static_cast<std::int64_t>(stage.attributes.front().step.size())};
    json list = json::array();
    for (const AttributeDirection& each : stage.attributes) {
        steps.values.insert(steps.values.end(), each.step.begin(), each.step.end());
        list.push_back({{"name", each.name}, {"low", each.low}, {"high", each.high}});
    }
    fitted.tensors[kAttributes] = std::move(steps);
    fitted.facts[kAttributes] = std::move(list);
    return fitted;
}

Result<SecondStage> secondStageOf(const files::Fitted& fitted, int latentSize) {
    SecondStage stage;
    auto density = densityOf(fitted, latentSize);
    if (!density)
        return fail(std::move(density).error());
    auto attributes = attributesOf(fitted, latentSize);
    if (!attributes)
        return fail(std::move(attributes).error());
    stage.density = std::move(*density);
    stage.attributes = std::move(*attributes);
    if (const auto facts = fitted.facts.find(kDensity); facts != fitted.facts.end() && facts->is_object())
        stage.densityFacts = *facts;
    return stage;
}

StageExamples stageExamplesOf(const BuiltMap& built) {
    StageExamples examples{built.map.means, built.map.latentSize, {}, built.attributes, built.onsets};
    const std::string* file = nullptr;
    int piece = -1;
    for (const ExampleInfo& example : built.map.examples) {
        if (!file || *file != example.file)
            ++piece;
        file = &example.file;
        examples.pieces.push_back(piece);
    }
    return examples;
}

Result<SecondStage> fitSecondStage(const decoder::LiveModel& model, const StageExamples& examples,
                                   const StageOptions& options) {
    // Each of the two parts of the work is half of it.
    const auto half = [&options](double before) {
        return [&options, before](double done) {
            if (options.progress)
                options.progress(before + done / 2);
        };
    };
    auto density =
        fitDensity(examples.means, examples.latentSize,
                   {.pieces = examples.pieces, .seed = options.seed, .progress = half(0.0), .stop = options.stop});
    if (density && !examples.onsets.empty())
        density = calibrated(std::move(*density), model, examples.onsets,
                             {.seed = options.seed, .progress = half(0.5), .stop = options.stop});
    if (!density)
        return fail(std::move(density).error());
    SecondStage stage;
    stage.densityFacts = {{"examples", examples.means.size() / static_cast<std::size_t>(examples.latentSize)}};
    if (!examples.pieces.empty())
        stage.densityFacts["pieces"] = std::set<int>(examples.pieces.begin(), examples.pieces.end()).size();
    stage.density = std::move(*density);
    if (auto attributes = fitDirections(examples.means, examples.latentSize, examples.attributes))
        stage.attributes = std::move(*attributes);
    else if (attributes.error().code() != ErrorCode::InvalidArgument)
        return fail(std::move(attributes).error());
    return stage;
}

} // namespace segue::latent
