#include "training/RunConfig.h"

#include "core/base/Files.h"

namespace segue::training {
namespace {

using nlohmann::json;

constexpr int kVersion = 1;
constexpr std::size_t kLimit = 1 << 24;

} // namespace

Status writeRunConfig(const std::filesystem::path& path, const RunConfig& config) {
    const json object{{"format_version", kVersion},
                      {"program", "segue " SEGUE_VERSION},
                      {"architecture", architecture::toJson(config.architecture)},
                      {"hyperparameters", toJson(config.parameters)},
                      {"total_steps", config.totalSteps},
                      {"minutes", config.minutes},
                      {"data", config.data},
                      {"parts", config.parts},
                      {"precision", nameOf(config.precision.value_or(model::Precision::Float32))}};
    return writeFileAtomically(path, object.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
}

Result<RunConfig> readRunConfig(const std::filesystem::path& path) {
    const auto bytes = readFile(path, kLimit);
    if (!bytes)
        return fail(bytes.error());
    const auto malformed = [&](const std::string& reason) {
        return fail(ErrorCode::Malformed, path.string() + " cannot be understood: " + reason);
    };
    RunConfig config;
    try {
        const auto* text = reinterpret_cast<const char*>(bytes->data());
        const json object = json::parse(text, text + bytes->size());
        if (object.at("format_version").get<int>() > kVersion)
            return fail(ErrorCode::Unsupported, path.string() + " was written by a newer Segue");
        auto architecture = architecture::architectureFromJson(object.at("architecture"));
        if (!architecture)
            return malformed(architecture.error().message());
        auto parameters = hyperparametersFromJson(object.at("hyperparameters"));
        if (!parameters)
            return malformed(parameters.error().message());
        config.architecture = *architecture;
        config.parameters = *parameters;
        config.totalSteps = object.at("total_steps").get<std::int64_t>();
        config.minutes = object.at("minutes").get<double>();
        config.data = object.at("data");
        config.parts = object.value("parts", 1);
        if (config.parts < 1 || config.parts > config.parameters.batchSize)
            return malformed("a batch cannot be learned in " + std::to_string(config.parts) + " parts");
        config.precision = model::precisionNamed(object.value("precision", "float32"));
        if (!config.precision)
            return malformed("this precision is unknown");
    } catch (const json::exception& exception) {
        return malformed(exception.what());
    }
    return config;
}

Status mayResume(const RunConfig& before, const RunConfig& now) {
    const auto differs = [](const std::string& what) {
        return fail(ErrorCode::InvalidArgument, "The run folder holds a run with another " + what +
                                                    "; continue it as it was, or name a new run folder");
    };
    if (before.architecture != now.architecture)
        return differs("architecture");
    const json a = toJson(before.parameters);
    const json b = toJson(now.parameters);
    for (const auto& [name, value] : a.items())
        if (b.at(name) != value)
            return differs(name + " (" + value.dump() + ", not " + b.at(name).dump() + ")");
    if (now.precision && now.precision != before.precision)
        return differs("precision");
    if ((before.minutes > 0.0) != (now.minutes > 0.0))
        return differs("kind of limit (steps or minutes)");
    return {};
}

} // namespace segue::training
