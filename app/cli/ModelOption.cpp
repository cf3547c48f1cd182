#include "app/cli/ModelOption.h"

#include "app/assets/AssetFolder.h"
#include "core/runs/RunFolder.h"

namespace segue::cli {

void defineModelOption(CLI::App& command, ModelOption& option) {
    auto* file = command.add_option("--model,--checkpoint-file", option.file,
                                    "The model file (.safetensors); without it the one that comes with Segue");
    command.add_option("--run-dir", option.runFolder, "The newest model of this training run")->excludes(file);
    command.add_option("--config", option.configuration, "Refuse a model of another configuration than this");
}

Result<std::filesystem::path> modelPath(const ModelOption& option) {
    if (!option.runFolder.empty())
        return runs::newestModel(option.runFolder);
    if (!option.file.empty())
        return option.file;
    auto bundled = assets::assetFile(assets::kModelName);
    if (!bundled)
        return fail(bundled.error(), "while looking for the model that comes with Segue; --model chooses another");
    return bundled;
}

Result<std::shared_ptr<const decoder::LiveModel>> loadModel(const ModelOption& option, Report& report) {
    const auto path = modelPath(option);
    if (!path)
        return fail(path.error());
    auto model = decoder::LiveModel::load(*path);
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

void defineDecodeOptions(CLI::App& command, decoder::DecodeOptions& options) {
    command
        .add_option("--temperature", options.temperature,
                    "0 takes what is likeliest; 1 draws as the model weighs; more is wilder")
        ->check(CLI::Range(0.0, 100.0))
        ->capture_default_str();
    command
        .add_option("--threshold", options.threshold,
                    "Probability from which a hit of a groove or a roll is played: less gives more hits")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    command.add_option("--seed", options.seed, "The same seed gives the same result")->capture_default_str();
}

std::vector<music::Pattern> decodePatterns(const decoder::LiveModel& model, std::span<const float> z,
                                           std::span<const float> control, const decoder::DecodeOptions& options) {
    std::vector<music::Pattern> patterns;
    const auto workspace = model.makeWorkspace({.rows = kTogether});
    model.decodeMany(z, control, options, *workspace, [&](std::size_t, const decoder::DecodedTensors& decoded) {
        patterns.push_back(model.patternOf(decoded).pattern);
        return true;
    });
    return patterns;
}

} // namespace segue::cli
