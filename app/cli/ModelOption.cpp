#include "app/cli/ModelOption.h"

#include "app/assets/AssetFolder.h"
#include "core/runs/RunFolder.h"

#include <map>

namespace segue::cli {

void defineModelOption(CLI::App& command, ModelOption& option) {
    auto* file = command.add_option(
        "--model,--checkpoint-file", option.file,
        "The model file (.safetensors), or the name of one that comes with Segue; groove-2bar without it");
    command.add_option("--run-dir", option.runFolder, "The newest model of this training run")->excludes(file);
    command.add_option("--config", option.configuration, "Refuse a model of another configuration than this");
    const std::map<std::string, decoder::Precision> precisions{{"float32", decoder::Precision::Float32},
                                                               {"bfloat16", decoder::Precision::BFloat16}};
    command
        .add_option("--precision", option.precision,
                    "How weights are kept: float32, or bfloat16 for half the memory (see inspect --agreement)")
        ->transform(CLI::CheckedTransformer(precisions))
        ->default_str("float32");
}

Result<std::filesystem::path> modelFile(const std::filesystem::path& fileOrName) {
    std::error_code ignored;
    if (fileOrName.has_extension() || std::filesystem::exists(fileOrName, ignored))
        return fileOrName;
    auto bundled = assets::bundledModel(fileOrName.string());
    if (!bundled)
        return fail(bundled.error(), "while looking for a model that comes with Segue; a file can be given as well");
    return bundled;
}

Result<std::filesystem::path> modelPath(const ModelOption& option) {
    if (!option.runFolder.empty())
        return runs::newestModel(option.runFolder);
    return modelFile(option.file.empty() ? assets::kFirstModel : option.file);
}

Result<std::shared_ptr<const decoder::LiveModel>> loadModel(const ModelOption& option, Report& report) {
    const auto path = modelPath(option);
    if (!path)
        return fail(path.error());
    auto model = decoder::LiveModel::load(*path, {.precision = option.precision});
    if (!model)
        return fail(model.error());
    const std::string& name = (*model)->architecture().name;
    if (!option.configuration.empty() && option.configuration != name)
        return fail(ErrorCode::InvalidArgument, path->string() + " is a model of the configuration \"" + name +
                                                    "\", not of \"" + option.configuration + "\"");
    report.set("model", {{"file", path->string()}, {"configuration", name}, {"checksum", (*model)->checksum()}});
    return model;
}

Status requireEncoder(const decoder::LiveModel& model) {
    if (model.hasEncoder())
        return {};
    return fail(ErrorCode::InvalidArgument,
                "This model has no encoder: it plays points of its latent space, but cannot hear music to find some. "
                "It can sample, interpolate between points, decode them and map its prior");
}

} // namespace segue::cli
