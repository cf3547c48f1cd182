#include "core/magenta/JsFolder.h"

#include "core/base/Files.h"
#include "core/files/Json.h"
#include "core/magenta/WeightsManifest.h"

#include <algorithm>

namespace segue::magenta {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestText = std::size_t{1} << 24;

Result<std::string> readText(const fs::path& path) {
    const auto bytes = readFile(path, kLargestText);
    if (!bytes)
        return fail(bytes.error());
    return std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size()); // char may alias
}

/// What says how notes become tensors. A folder without it is still one of weights.
Result<nlohmann::json> readConfiguration(const fs::path& path) {
    std::error_code ignored;
    if (!fs::exists(path, ignored))
        return nlohmann::json();
    const auto text = readText(path);
    if (!text)
        return fail(text.error());
    auto configuration = files::parseJson(*text, path.string());
    if (configuration && !configuration->is_object())
        return fail(ErrorCode::Malformed, path.string() + " is no JSON object");
    return configuration;
}

/// As JavaScript computes: in 64 bits, then rounded to 32.
std::vector<float> dequantised(const StoredWeight& weight, std::span<const std::byte> bytes) {
    std::vector<float> values = valuesOf(*weight.type, bytes);
    if (*weight.type == ElementType::UInt8 || *weight.type == ElementType::UInt16)
        for (float& value : values)
            value = narrowed(static_cast<double>(value) * weight.scale + weight.minimum);
    return values;
}

Status readGroup(const fs::path& folder, const WeightGroup& group, Checkpoint& checkpoint, Reading& reading) {
    std::vector<fs::path> paths;
    std::ranges::transform(group.paths, std::back_inserter(paths),
                           [&folder](const std::string& path) { return folder / path; });
    auto stream = JoinedFiles::open(paths);
    if (!stream)
        return fail(std::move(stream).error());
    for (const StoredWeight& weight : group.weights) {
        const bool isIgnored = !weight.type || weight.shape.empty() || isOnlyForTraining(weight.name);
        if (isIgnored || !reading.wants(weight.name)) {
            (isIgnored ? checkpoint.ignored : checkpoint.leftOut).push_back(weight.name);
            if (auto status = skipBytes(**stream, weight.size, reading); !status)
                return status;
            continue;
        }
        const auto bytes = readBytes(**stream, weight.size, reading);
        if (!bytes)
            return fail(bytes.error(), "while reading the weight " + weight.name);
        const std::string where = paths.front().string() + (paths.size() > 1 ? " and the files after it" : "");
        if (auto status = addVariable(checkpoint, weight.name, {weight.shape, dequantised(weight, *bytes)}, where);
            !status)
            return status;
    }
    if ((*stream)->remaining() > 0)
        return fail(ErrorCode::Malformed, paths.back().string() + " has " + std::to_string((*stream)->remaining()) +
                                              " bytes more than the weights of the manifest: they do not belong "
                                              "together");
    return {};
}

} // namespace

Result<Checkpoint> readJsFolder(const fs::path& folder, Reading& reading) {
    const auto text = readText(folder / kJsManifestName);
    if (!text)
        return fail(text.error());
    const auto groups = readWeightsManifest(*text);
    if (!groups)
        return fail(groups.error(), "while reading " + (folder / kJsManifestName).string());
    auto configuration = readConfiguration(folder / kJsConfigurationName);
    if (!configuration)
        return fail(std::move(configuration).error());
    Checkpoint checkpoint;
    checkpoint.format = CheckpointFormat::MagentaJs;
    checkpoint.source = folder.string();
    checkpoint.configuration = std::move(*configuration);
    for (const WeightGroup& group : *groups)
        for (const StoredWeight& weight : group.weights)
            if (reading.wants(weight.name))
                reading.expect(weight.size);
    for (const WeightGroup& group : *groups)
        if (auto status = readGroup(folder, group, checkpoint, reading); !status)
            return fail(std::move(status).error());
    return checkpoint;
}

Result<Checkpoint> readLegacyFolder(const fs::path& folder, Reading& reading) {
    const auto text = readText(folder / kLegacyManifestName);
    if (!text)
        return fail(text.error());
    const auto variables = readVariableManifest(*text);
    if (!variables)
        return fail(variables.error(), "while reading " + (folder / kLegacyManifestName).string());
    auto configuration = readConfiguration(folder / kLegacyConverterName);
    if (!configuration)
        return fail(std::move(configuration).error());
    Checkpoint checkpoint;
    checkpoint.format = CheckpointFormat::Legacy;
    checkpoint.source = folder.string();
    checkpoint.configuration = std::move(*configuration);
    for (const VariableFile& variable : *variables)
        if (reading.wants(variable.name))
            reading.expect(variable.size);
    for (const VariableFile& variable : *variables) {
        if (variable.shape.empty() || isOnlyForTraining(variable.name)) {
            checkpoint.ignored.push_back(variable.name);
            continue;
        }
        if (!reading.wants(variable.name)) {
            checkpoint.leftOut.push_back(variable.name);
            continue;
        }
        const fs::path path = folder / variable.path;
        auto stream = FileStream::open(path);
        if (!stream)
            return fail(std::move(stream).error(),
                        "which holds the variable " + variable.name +
                            (variable.name.starts_with("encoder/")
                                 ? "; without its encoder the checkpoint can be imported with --decoder-only"
                                 : ""));
        if ((*stream)->remaining() != variable.size)
            return fail(ErrorCode::Malformed, path.string() + " has " + std::to_string((*stream)->remaining()) +
                                                  " bytes, and the variable " + variable.name + " takes " +
                                                  std::to_string(variable.size) +
                                                  ": it is cut short, or belongs to another checkpoint");
        const auto bytes = readBytes(**stream, variable.size, reading);
        if (!bytes)
            return fail(bytes.error());
        if (auto status = addVariable(checkpoint, variable.name,
                                      {variable.shape, valuesOf(ElementType::Float32, *bytes)}, path.string());
            !status)
            return fail(std::move(status).error());
    }
    return checkpoint;
}

} // namespace segue::magenta
