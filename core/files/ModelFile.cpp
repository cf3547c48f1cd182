#include "core/files/ModelFile.h"

#include "core/architecture/Blueprint.h"
#include "core/base/Files.h"
#include "core/base/Fnv64.h"
#include "core/files/Json.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <functional>
#include <limits>

namespace segue::files {
namespace {

constexpr const char* kVersionKey = "segue.format_version";
constexpr const char* kArchitectureKey = "segue.architecture";
constexpr const char* kInArchitecture = "in segue.architecture";
constexpr const char* kProvenanceKey = "segue.provenance";
constexpr const char* kFittedKey = "segue.fitted";
/// Of the names of tensors that are no weights.
constexpr std::string_view kFittedPrefix = "fitted.";
/// Of a model in which nothing is fitted.
constexpr int kVersionOfWeights = 1;
constexpr float kLargestHalf = 65504.0F;

std::string text(const std::vector<std::int64_t>& shape) {
    std::string result = "[";
    for (std::size_t i = 0; i < shape.size(); ++i)
        result += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
    return result + "]";
}

using Metadata = std::map<std::string, std::string>;

Status checkVersion(const Metadata& metadata) {
    const auto at = metadata.find(kVersionKey);
    if (at == metadata.end())
        return fail(ErrorCode::Unsupported, "This safetensors file is no model of Segue's");
    int version = 0;
    const char* const end = at->second.data() + at->second.size();
    const auto [rest, error] = std::from_chars(at->second.data(), end, version);
    if (error != std::errc() || rest != end || version < 1)
        return fail(ErrorCode::Malformed, "The model's format version is \"" + at->second + "\", which is no version");
    if (version > ModelFile::kVersion)
        return fail(ErrorCode::Unsupported, "This model was written by a newer Segue (format " + at->second +
                                                "; this one reads up to " + std::to_string(ModelFile::kVersion) +
                                                "). Update Segue to use it");
    return {};
}

Result<nlohmann::json> jsonOf(const Metadata& metadata, const char* key) {
    const auto at = metadata.find(key);
    if (at == metadata.end())
        return fail(ErrorCode::Malformed, std::string("The model file lacks ") + key);
    auto json = parseJson(at->second, key);
    if (json && !json->is_object())
        return fail(ErrorCode::Malformed, std::string(key) + " is no JSON object");
    return json;
}

/// Of weights by their names; shapeOf(what the map keeps of one) is its shape.
template <class Weights, class ShapeOf>
Status checkShapes(const architecture::Architecture& architecture, const Weights& weights, const ShapeOf& shapeOf) {
    const auto expected = architecture::weightShapes(architecture);
    for (const auto& [name, shape] : expected) {
        const auto at = weights.find(name);
        if (at == weights.end())
            return fail(ErrorCode::ShapeMismatch, "The model lacks the weight " + name + " " + text(shape));
        if (shapeOf(at->second) != shape)
            return fail(ErrorCode::ShapeMismatch, "The weight " + name + " is " + text(shapeOf(at->second)) +
                                                      "; its architecture makes it " + text(shape));
    }
    for (const auto& [name, weight] : weights)
        if (std::ranges::find(expected, name, &architecture::WeightShape::name) == expected.end())
            return fail(ErrorCode::ShapeMismatch,
                        "The model has a weight " + name + ", of which its architecture knows nothing");
    return {};
}

Status checkValues(const std::string& name, const Tensor& weight, ErrorCode code, float limit) {
    for (const float value : weight.values)
        if (!(std::abs(value) <= limit))
            return fail(code, "The weight " + name + " has a value that is not finite" +
                                  (std::isfinite(limit) && std::isfinite(value) ? " in 16 bits" : ""));
    return {};
}

Status checkValues(const ModelFile& model, ErrorCode code, float limit) {
    for (const auto* const tensors : {&model.weights, &model.fitted.tensors})
        for (const auto& [name, tensor] : *tensors)
            if (auto status = checkValues(name, tensor, code, limit); !status)
                return status;
    return {};
}

Result<architecture::Architecture> architectureFrom(const Metadata& metadata) {
    if (auto status = checkVersion(metadata); !status)
        return fail(std::move(status).error());
    const auto json = jsonOf(metadata, kArchitectureKey);
    if (!json)
        return fail(json.error());
    auto parsed = architecture::architectureFromJson(*json);
    if (!parsed)
        return fail(std::move(parsed).error(), kInArchitecture);
    return parsed;
}

/// Takes those that were fitted out of all tensors, or of where they lie in the file, under their own names.
template <class Each>
std::map<std::string, Each> takeFitted(std::map<std::string, Each>& tensors) {
    std::map<std::string, Each> fitted;
    for (auto at = tensors.lower_bound(std::string(kFittedPrefix));
         at != tensors.end() && at->first.starts_with(kFittedPrefix);) {
        fitted.emplace(at->first.substr(kFittedPrefix.size()), std::move(at->second));
        at = tensors.erase(at);
    }
    return fitted;
}

/// None in a file without any.
Result<nlohmann::json> fittedFacts(const Metadata& metadata) {
    return metadata.contains(kFittedKey) ? jsonOf(metadata, kFittedKey) : nlohmann::json::object();
}

Result<ModelFile> modelFrom(Safetensors file) {
    auto parsed = architectureFrom(file.metadata);
    if (!parsed)
        return fail(std::move(parsed).error());
    auto provenance = jsonOf(file.metadata, kProvenanceKey);
    if (!provenance)
        return fail(std::move(provenance).error());
    auto facts = fittedFacts(file.metadata);
    if (!facts)
        return fail(std::move(facts).error());
    Fitted fitted{takeFitted(file.tensors), std::move(*facts)};
    ModelFile model{std::move(*parsed), std::move(*provenance), std::move(file.tensors), std::move(fitted)};
    if (auto status = checkShapes(model.architecture, model.weights, std::mem_fn(&Tensor::shape)); !status)
        return fail(std::move(status).error());
    if (auto status = checkValues(model, ErrorCode::Malformed, std::numeric_limits<float>::max()); !status)
        return fail(std::move(status).error());
    return model;
}

void addTo(Fnv64& hash, const std::string& name, const Tensor& weight) {
    hash.add(name);
    hash.add(std::uint8_t{0});
    hash.addLittleEndian(weight.shape.size(), 8);
    for (const std::int64_t size : weight.shape)
        hash.addLittleEndian(static_cast<std::uint64_t>(size), 8);
    for (const float value : weight.values)
        hash.addLittleEndian(std::bit_cast<std::uint32_t>(value), 4);
}

} // namespace

Result<ModelFile> readModel(std::span<const std::byte> bytes) {
    auto file = readSafetensors(bytes);
    if (!file)
        return fail(std::move(file).error());
    return modelFrom(std::move(*file));
}

Result<ModelFile> readModelFile(const std::filesystem::path& path) {
    auto file = readSafetensorsFile(path);
    if (!file)
        return fail(std::move(file).error());
    auto model = modelFrom(std::move(*file));
    if (!model)
        return fail(std::move(model).error(), "while reading " + path.string());
    return model;
}

Result<ModelReader> ModelReader::open(const std::filesystem::path& path) {
    auto file = SafetensorsReader::open(path);
    if (!file)
        return fail(std::move(file).error());
    const std::string context = "while reading " + path.string();
    const Metadata& metadata = file->layout().metadata;
    auto architecture = architectureFrom(metadata);
    if (!architecture)
        return fail(std::move(architecture).error(), context);
    auto provenance = jsonOf(metadata, kProvenanceKey);
    if (!provenance)
        return fail(std::move(provenance).error(), context);
    ModelReader reader(std::move(*file), std::move(*architecture), std::move(*provenance));
    if (auto status = reader.checkWeights(); !status)
        return fail(std::move(status).error(), context);
    if (auto status = reader.readFitted(); !status)
        return fail(std::move(status).error(), context);
    return reader;
}

Status ModelReader::readFitted() {
    auto facts = fittedFacts(m_file.layout().metadata);
    if (!facts)
        return fail(std::move(facts).error());
    m_fitted.facts = std::move(*facts);
    auto places = m_file.layout().tensors;
    for (const auto& [name, place] : takeFitted(places)) {
        auto tensor = m_file.read(std::string(kFittedPrefix) + name);
        if (!tensor)
            return fail(std::move(tensor).error());
        if (auto status = checkValues(name, *tensor, ErrorCode::Malformed, std::numeric_limits<float>::max()); !status)
            return status;
        m_fitted.tensors.emplace(name, std::move(*tensor));
    }
    return {};
}

Status ModelReader::checkWeights() {
    auto weights = m_file.layout().tensors;
    takeFitted(weights);
    if (auto status = checkShapes(m_architecture, weights, std::mem_fn(&SafetensorsLayout::Place::shape)); !status)
        return status;
    Fnv64 hash;
    for (const auto& [name, place] : weights) {
        const auto weight = m_file.read(name);
        if (!weight)
            return fail(weight.error());
        if (auto status = checkValues(name, *weight, ErrorCode::Malformed, std::numeric_limits<float>::max()); !status)
            return status;
        addTo(hash, name, *weight);
    }
    m_checksum = hash.text();
    return {};
}

Result<architecture::Architecture> readArchitecture(const std::filesystem::path& path) {
    const auto metadata = readSafetensorsMetadata(path);
    if (!metadata)
        return fail(metadata.error());
    auto architecture = architectureFrom(*metadata);
    if (!architecture)
        return fail(std::move(architecture).error(), "while reading " + path.string());
    return architecture;
}

Status writeModelFile(const std::filesystem::path& path, const ModelFile& model, StoredType type) {
    const float limit = type == StoredType::Float16 ? kLargestHalf : std::numeric_limits<float>::max();
    if (auto status = checkValues(model, ErrorCode::InvalidArgument, limit); !status)
        return fail(std::move(status).error(), "while writing " + path.string());
    const auto dump = [](const nlohmann::json& json) {
        return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    };
    const bool isOnlyWeights = model.fitted == Fitted();
    Safetensors file;
    file.metadata = {{"format", "pt"},
                     {kVersionKey, std::to_string(isOnlyWeights ? kVersionOfWeights : ModelFile::kVersion)},
                     {kArchitectureKey, dump(toJson(model.architecture))},
                     {kProvenanceKey, dump(model.provenance)}};
    file.tensors = model.weights;
    if (!isOnlyWeights)
        file.metadata[kFittedKey] = dump(model.fitted.facts);
    for (const auto& [name, tensor] : model.fitted.tensors)
        file.tensors[std::string(kFittedPrefix) + name] = tensor;
    return writeFileAtomically(path, writeSafetensors(file, type));
}

std::string weightsChecksum(const ModelFile& model) {
    return weightsChecksum(model.weights);
}

std::string weightsChecksum(const std::map<std::string, Tensor>& weights) {
    Fnv64 hash;
    for (const auto& [name, weight] : weights)
        addTo(hash, name, weight);
    return hash.text();
}

} // namespace segue::files
