#include "core/magenta/WeightsManifest.h"

#include "core/files/Json.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace segue::magenta {
namespace {

using nlohmann::json;

tl::unexpected<Error> malformed(const std::string& reason) {
    return fail(ErrorCode::Malformed, "The manifest of the weights is broken: " + reason);
}

/// A file's path, which must stay in the folder.
Result<std::string> readPath(const json& value) {
    if (!value.is_string() || value.get_ref<const std::string&>().empty())
        return malformed("the name of a file is none");
    const std::filesystem::path path(value.get<std::string>());
    if (path.is_absolute() || std::ranges::find(path, std::filesystem::path("..")) != path.end())
        return malformed("it names the file \"" + path.string() + "\", which is outside of its folder");
    return path.string();
}

Result<std::vector<std::int64_t>> readShape(const json& object, const std::string& name) {
    const auto at = object.find("shape");
    if (at == object.end() || !at->is_array() || at->size() > 8)
        return malformed("the weight \"" + name + "\" has no shape");
    std::vector<std::int64_t> shape;
    for (const json& size : *at) {
        if (!size.is_number_unsigned() || size.get<std::uint64_t>() > std::uint64_t{INT64_MAX})
            return malformed("the weight \"" + name + "\" has a shape that is no list of sizes");
        shape.push_back(size.get<std::int64_t>());
    }
    if (!elementCount(shape))
        return malformed("the weight \"" + name + "\" is larger than any");
    return shape;
}

/// Bytes of an element of a type that is no float.
std::optional<std::uint64_t> sizeOfOther(const std::string& type) {
    if (type == "int32")
        return 4;
    if (type == "bool")
        return 1;
    if (type == "complex64")
        return 8;
    return std::nullopt;
}

Status readQuantization(const json& object, StoredWeight& weight) {
    const auto type = object.find("dtype");
    if (type != object.end() && *type == "float16") {
        weight.type = ElementType::Float16;
        return {};
    }
    if (type != object.end() && *type == "uint8")
        weight.type = ElementType::UInt8;
    else if (type != object.end() && *type == "uint16")
        weight.type = ElementType::UInt16;
    else
        return fail(ErrorCode::Unsupported, "The weight \"" + weight.name +
                                                "\" is quantised in a way that is not known; uint8, uint16 and "
                                                "float16 are");
    const auto scale = object.find("scale");
    const auto minimum = object.find("min");
    if (scale == object.end() || minimum == object.end() || !scale->is_number() || !minimum->is_number())
        return malformed("the weight \"" + weight.name + "\" is quantised without scale or min");
    weight.scale = scale->get<double>();
    weight.minimum = minimum->get<double>();
    return {};
}

Result<StoredWeight> readWeight(const json& object) {
    StoredWeight weight;
    const auto name = object.is_object() ? object.find("name") : object.end();
    if (name == object.end() || !name->is_string())
        return malformed("a weight has no name");
    weight.name = name->get<std::string>();
    auto shape = readShape(object, weight.name);
    if (!shape)
        return fail(std::move(shape).error());
    weight.shape = std::move(*shape);

    const auto type = object.find("dtype");
    if (type == object.end() || !type->is_string())
        return malformed("the weight \"" + weight.name + "\" has no dtype");
    std::uint64_t elementSize = 0;
    if (const auto other = sizeOfOther(type->get<std::string>()))
        elementSize = *other;
    else if (*type != "float32")
        return fail(ErrorCode::Unsupported,
                    "The type " + type->get<std::string>() + " of the weight \"" + weight.name + "\" is not known");
    else
        weight.type = ElementType::Float32;
    if (const auto quantization = object.find("quantization"); quantization != object.end()) {
        if (!quantization->is_object())
            return malformed("the weight \"" + weight.name + "\" has a quantization that is no object");
        const bool isFloat = weight.type.has_value();
        if (auto status = readQuantization(*quantization, weight); !status)
            return fail(std::move(status).error());
        elementSize = sizeOf(*weight.type);
        if (!isFloat)
            weight.type.reset();
    } else if (weight.type)
        elementSize = sizeOf(*weight.type);
    weight.size = *elementCount(weight.shape) * elementSize;
    return weight;
}

Result<WeightGroup> readGroup(const json& object) {
    WeightGroup group;
    const auto paths = object.is_object() ? object.find("paths") : object.end();
    const auto weights = object.is_object() ? object.find("weights") : object.end();
    if (paths == object.end() || !paths->is_array() || paths->empty() || weights == object.end() ||
        !weights->is_array())
        return malformed("a group lacks paths or weights");
    for (const json& item : *paths) {
        auto path = readPath(item);
        if (!path)
            return fail(std::move(path).error());
        group.paths.push_back(std::move(*path));
    }
    for (const json& item : *weights) {
        auto weight = readWeight(item);
        if (!weight)
            return fail(std::move(weight).error());
        group.weights.push_back(std::move(*weight));
    }
    return group;
}

} // namespace

Result<std::vector<WeightGroup>> readWeightsManifest(std::string_view text) {
    const auto manifest = files::parseJson(text, "the manifest of the weights");
    if (!manifest)
        return fail(manifest.error());
    if (!manifest->is_array() || manifest->empty())
        return malformed("it is no list of groups");
    std::vector<WeightGroup> groups;
    for (const json& item : *manifest) {
        auto group = readGroup(item);
        if (!group)
            return fail(std::move(group).error());
        groups.push_back(std::move(*group));
    }
    return groups;
}

Result<std::vector<VariableFile>> readVariableManifest(std::string_view text) {
    const auto manifest = files::parseJson(text, "the manifest of the weights");
    if (!manifest)
        return fail(manifest.error());
    if (!manifest->is_object() || manifest->empty())
        return malformed("it is no object of variables");
    std::vector<VariableFile> variables;
    for (const auto& [name, object] : manifest->items()) {
        if (!object.is_object() || !object.contains("filename"))
            return malformed("the variable \"" + name + "\" has no filename");
        auto path = readPath(object["filename"]);
        if (!path)
            return fail(std::move(path).error());
        auto shape = readShape(object, name);
        if (!shape)
            return fail(std::move(shape).error());
        const std::uint64_t size = *elementCount(*shape) * sizeOf(ElementType::Float32);
        variables.push_back({name, std::move(*shape), size, std::move(*path)});
    }
    return variables;
}

} // namespace segue::magenta
