#include "training/Configuration.h"

#include "core/base/Files.h"
#include "core/files/Json.h"

namespace segue::training {
namespace {

using nlohmann::json;

constexpr std::size_t kLargestFile = std::size_t{1} << 24;
constexpr const char* kArchitecture = "architecture";
constexpr const char* kParameters = "hyperparameters";

/// A field of `given` that `known` does not have, at any depth: "decoder.sizez". Empty: there is none.
std::string unknownField(const json& given, const json& known) {
    if (given.is_array() && known.is_array()) {
        for (std::size_t i = 0; i < std::min(given.size(), known.size()); ++i)
            if (auto field = unknownField(given[i], known[i]); !field.empty())
                return field;
        return {};
    }
    if (!given.is_object() || !known.is_object())
        return {};
    for (const auto& [name, value] : given.items()) {
        const auto at = known.find(name);
        if (at == known.end())
            return name;
        if (const auto field = unknownField(value, *at); !field.empty())
            return name + "." + field;
    }
    return {};
}

Status everyFieldIsKnown(const json& given, const json& known, const char* part) {
    const auto field = unknownField(given, known);
    if (field.empty())
        return {};
    return fail(ErrorCode::Malformed, std::string("There is no field ") + part + "." + field);
}

/// The architecture says them.
void eraseSizes(json& parameters) {
    for (const char* const name : {"z_size", "enc_rnn_size", "dec_rnn_size", "residual_encoder", "residual_decoder",
                                   "control_preprocessing_rnn_size"})
        parameters.erase(name);
}

Result<Hyperparameters> parametersFromJson(const json& object, const architecture::Architecture& architecture,
                                           Recipe recipe) {
    if (!object.is_object())
        return fail(ErrorCode::Malformed, std::string("Field \"") + kParameters + "\" must be an object");
    json whole = toJson(hyperparametersFor(architecture, recipe));
    if (auto status = everyFieldIsKnown(object, whole, kParameters); !status)
        return fail(status.error());
    whole.update(object);
    eraseSizes(whole);
    return hyperparametersFromJson(whole);
}

} // namespace

Result<Configuration> namedConfiguration(std::string_view name, Recipe recipe) {
    auto architecture = architecture::namedConfiguration(name);
    if (!architecture)
        return fail(architecture.error());
    auto parameters = hyperparametersFor(*architecture, recipe);
    return Configuration{std::move(*architecture), std::move(parameters)};
}

json toJson(const Configuration& configuration) {
    json parameters = toJson(configuration.parameters);
    eraseSizes(parameters);
    return {{kArchitecture, architecture::toJson(withSizes(configuration.architecture, configuration.parameters))},
            {kParameters, std::move(parameters)}};
}

Result<Configuration> configurationFromJson(const json& object, Recipe recipe) {
    const auto part = object.find(kArchitecture);
    if (!object.is_object() || part == object.end())
        return fail(ErrorCode::Malformed, "A configuration must be an object with the field \"architecture\"");
    auto architecture = architecture::architectureFromJson(*part);
    if (!architecture)
        return fail(architecture.error());
    if (auto status = everyFieldIsKnown(*part, architecture::toJson(*architecture), kArchitecture); !status)
        return fail(status.error());
    const auto given = object.find(kParameters);
    auto parameters = parametersFromJson(given == object.end() ? json::object() : *given, *architecture, recipe);
    if (!parameters)
        return fail(parameters.error());
    return Configuration{std::move(*architecture), std::move(*parameters)};
}

Result<Configuration> readConfiguration(const std::filesystem::path& path, Recipe recipe) {
    const auto bytes = readFile(path, kLargestFile);
    if (!bytes)
        return fail(bytes.error());
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are characters
    const auto document =
        files::parseJson({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, "the configuration");
    auto configuration = document ? configurationFromJson(*document, recipe) : fail(document.error());
    if (!configuration)
        return fail(configuration.error(), "while reading the configuration " + path.string());
    return configuration;
}

} // namespace segue::training
