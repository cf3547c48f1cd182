#include "core/files/ModelFile.h"

#include "core/architecture/Blueprint.h"
#include "core/base/Files.h"
#include "core/base/Fnv64.h"
#include "core/files/Json.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>

namespace segue::files {
namespace {

constexpr const char* kVersionKey = "segue.format_version";
constexpr const char* kArchitectureKey = "segue.architecture";
constexpr const char* kInArchitecture = "in segue.architecture";
constexpr const char* kProvenanceKey = "segue.provenance";
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

Status checkShapes(const ModelFile& model) {
    const auto expected = architecture::weightShapes(model.architecture);
    for (const auto& [name, shape] : expected) {
        const auto at = model.weights.find(name);
        if (at == model.weights.end())
            return fail(ErrorCode::ShapeMismatch, "The model lacks the weight " + name + " " + text(shape));
        if (at->second.shape != shape)
            return fail(ErrorCode::ShapeMismatch, "The weight " + name + " is " + text(at->second.shape) +
                                                      "; its architecture makes it " + text(shape));
    }
    for (const auto& [name, weight] : model.weights)
        if (std::ranges::find(expected, name, &architecture::WeightShape::name) == expected.end())
            return fail(ErrorCode::ShapeMismatch,
                        "The model has a weight " + name + ", of which its architecture knows nothing");
    return {};
}

Status checkValues(const ModelFile& model, ErrorCode code, float limit) {
    for (const auto& [name, weight] : model.weights)
        for (const float value : weight.values)
            if (!(std::abs(value) <= limit))
                return fail(code, "The weight " + name + " has a value that is not finite" +
                                      (std::isfinite(limit) && std::isfinite(value) ? " in 16 bits" : ""));
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

Result<ModelFile> modelFrom(Safetensors file) {
    auto parsed = architectureFrom(file.metadata);
    if (!parsed)
        return fail(std::move(parsed).error());
    auto provenance = jsonOf(file.metadata, kProvenanceKey);
    if (!provenance)
        return fail(std::move(provenance).error());
    ModelFile model{std::move(*parsed), std::move(*provenance), std::move(file.tensors)};
    if (auto status = checkShapes(model); !status)
        return fail(std::move(status).error());
    if (auto status = checkValues(model, ErrorCode::Malformed, std::numeric_limits<float>::max()); !status)
        return fail(std::move(status).error());
    return model;
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
    Safetensors file;
    file.metadata = {{"format", "pt"},
                     {kVersionKey, std::to_string(ModelFile::kVersion)},
                     {kArchitectureKey, dump(toJson(model.architecture))},
                     {kProvenanceKey, dump(model.provenance)}};
    file.tensors = model.weights;
    return writeFileAtomically(path, writeSafetensors(file, type));
}

std::string weightsChecksum(const ModelFile& model) {
    return weightsChecksum(model.weights);
}

std::string weightsChecksum(const std::map<std::string, Tensor>& weights) {
    Fnv64 hash;
    for (const auto& [name, weight] : weights) {
        hash.add(name);
        hash.add(std::uint8_t{0});
        hash.addLittleEndian(weight.shape.size(), 8);
        for (const std::int64_t size : weight.shape)
            hash.addLittleEndian(static_cast<std::uint64_t>(size), 8);
        for (const float value : weight.values)
            hash.addLittleEndian(std::bit_cast<std::uint32_t>(value), 4);
    }
    return hash.text();
}

} // namespace segue::files
