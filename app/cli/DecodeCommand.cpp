#include "app/cli/DecodeCommand.h"

#include "app/cli/ModelOption.h"
#include "app/cli/MusicPatterns.h"
#include "app/cli/PatternJson.h"
#include "app/cli/TokensJson.h"
#include "app/cli/ToldOption.h"
#include "core/base/Random.h"
#include "core/base/Utf8.h"
#ifdef SEGUE_TRAINING
#include "core/model/ReferenceModel.h"
#endif

#include <functional>

namespace segue::cli {
namespace {

struct DecodeCommandOptions {
    ModelOption model;
    std::filesystem::path latents;
    std::filesystem::path output;
    std::filesystem::path outputFolder;
    double bpm = 120.0;
    decoder::DecodeOptions decoding;
    ToldOption told;
    bool logits = false;
    bool reference = false;
};

/// What answers: the live decoder, or the networks that learned.
using Decode = std::function<Result<decoder::DecodedTensors>(std::span<const float> z, std::span<const float> control,
                                                             const decoder::DecodeOptions&)>;

Decode liveDecoder(const std::shared_ptr<const decoder::LiveModel>& model) {
    const std::shared_ptr<decoder::LiveModel::Workspace> workspace = model->makeWorkspace();
    return [model, workspace](std::span<const float> z, std::span<const float> control,
                              const decoder::DecodeOptions& options) {
        return model->decodeTensors(z, control, options, *workspace);
    };
}

Result<Decode> referenceDecoder(const ModelOption& option) {
#ifdef SEGUE_TRAINING
    const auto path = modelPath(option);
    if (!path)
        return fail(path.error());
    auto reference = model::ReferenceModel::load(*path);
    if (!reference)
        return fail(reference.error());
    const auto shared = std::make_shared<model::ReferenceModel>(std::move(*reference));
    return [shared](std::span<const float> z, std::span<const float> control, const decoder::DecodeOptions& options) {
        return shared->decodeTensors(z, control, options);
    };
#else
    (void)option;
    return fail(ErrorCode::Unsupported, "This segue-cli was built without LibTorch, which --reference needs");
#endif
}

/// As encode --tokens reads it, with the logits where they are asked for.
nlohmann::json documentOf(const std::vector<decoder::DecodedTensors>& decoded, const codec::Codec& codec,
                          bool withLogits) {
    const architecture::CodecConfig config = codec.configuration();
    std::vector<std::span<const float>> outputs;
    for (const decoder::DecodedTensors& each : decoded)
        outputs.emplace_back(each.output);
    nlohmann::json document = outputsToJson(config, outputs);
    if (withLogits) {
        document["logits"] = nlohmann::json::array();
        for (const decoder::DecodedTensors& each : decoded)
            document["logits"].push_back(rowsToJson(each.logits, architecture::tensorShape(config).output));
    }
    return document;
}

Status run(const DecodeCommandOptions& options, Report& report) {
    const auto model = loadModel(options.model, report);
    if (!model)
        return fail(model.error());
    const auto document = readJsonFile(options.latents);
    if (!document)
        return fail(document.error());
    const auto latents = latentsFromJson(*document, (*model)->architecture().latentSize);
    if (!latents)
        return fail(latents.error(), "while reading " + options.latents.string());

    const codec::Codec& codec = (*model)->codec();
    const auto told = toldPattern(options.told, codec, report);
    if (!told)
        return fail(told.error());
    const std::vector<float> control = codec.controlOf(*told);

    const auto decode = options.reference ? referenceDecoder(options.model) : liveDecoder(*model);
    if (!decode)
        return fail(decode.error());
    std::vector<decoder::DecodedTensors> decoded;
    for (const std::vector<float>& z : *latents) {
        decoder::DecodeOptions decoding = options.decoding;
        decoding.seed = Random::stream(options.decoding.seed, decoded.size()).next();
        auto tensors = (*decode)(z, control, decoding);
        if (!tensors)
            return fail(tensors.error());
        decoded.push_back(std::move(*tensors));
    }
    report.set("patterns", decoded.size());
    report.line(std::to_string(decoded.size()) + " patterns decoded");
    if (!options.output.empty()) {
        report.set("output", utf8FromUnknown(options.output.string()));
        if (auto status = writeJsonFile(options.output, documentOf(decoded, codec, options.logits)); !status)
            return status;
    }
    if (options.outputFolder.empty())
        return {};
    std::vector<music::Pattern> patterns;
    for (const decoder::DecodedTensors& each : decoded)
        patterns.push_back(codec.patternOf(each.output));
    return writePatterns(patterns, codec, Bpm(options.bpm), options.outputFolder, "decode", report);
}

void define(CLI::App& command, DecodeCommandOptions& options) {
    defineModelOption(command, options.model);
    command.add_option("--z", options.latents, "JSON file with the points (\"z\"), as encode writes it")->required();
    auto* output = command.add_option("--output", options.output,
                                      "JSON file for \"tokens\" [pattern][step], \"rolls\" [pattern][step][drum], or a "
                                      "groove's \"hits\", \"velocities\" "
                                      "and \"offsets\", each [pattern][step][drum], offsets positive early");
    auto* folder = command.add_option("--output-dir", options.outputFolder, "Folder for MIDI files");
    auto* outputs = command.add_option_group("output", "Where to write: one of these, or both");
    outputs->add_options(output, folder);
    outputs->require_option(1, 2);
    command.add_option("--bpm", options.bpm, "Tempo of the MIDI files")
        ->check(CLI::Range(10.0, 1000.0))
        ->capture_default_str();
    defineDecodeOptions(command, options.decoding);
    defineToldOptions(command, options.told);
    command
        .add_flag("--logits", options.logits,
                  "Also write \"logits\", what the decoder says before anything is chosen: [pattern][step][column]")
        ->needs(output);
    command.add_flag("--reference", options.reference,
                     "Let LibTorch's networks answer instead of the live decoder, to check the one by the other");
}

} // namespace

void addDecodeCommand(CLI::App& root, Action& chosen) {
    addCommand<DecodeCommandOptions>(root, chosen, "decode", "Play the model at points of the latent space", define,
                                     run);
}

} // namespace segue::cli
