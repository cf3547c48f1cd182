#include "app/cli/DecodeCommand.h"

#include "app/cli/AttributeOption.h"
#include "app/cli/DecodingOption.h"
#include "app/cli/ModelOption.h"
#include "app/cli/MusicPatterns.h"
#include "app/cli/PatternJson.h"
#include "app/cli/TokensJson.h"
#include "app/cli/ToldOption.h"
#include "core/base/Utf8.h"
#ifdef SEGUE_TRAINING
#include "core/model/ReferenceModel.h"
#endif

#include <span>
#include <vector>

namespace segue::cli {
namespace {

struct DecodeCommandOptions {
    ModelOption model;
    std::filesystem::path latents;
    std::filesystem::path output;
    std::filesystem::path outputFolder;
    double bpm = 120.0;
    DecodingOption decoding;
    ToldOption told;
    AttributeOption attributes;
    bool logits = false;
    bool reference = false;
};

/// One after another.
using Points = std::vector<std::vector<float>>;
using DecodedWindows = std::vector<decoder::DecodedTensors>;

DecodedWindows decodeLive(const decoder::LiveModel& model, const Points& points, std::span<const float> control,
                          const decoder::DecodeOptions& options) {
    std::vector<float> z;
    for (const std::vector<float>& point : points)
        z.insert(z.end(), point.begin(), point.end());
    DecodedWindows decoded;
    const auto workspace = model.makeWorkspace({.rows = kTogether});
    model.decodeMany(z, control, options, *workspace, [&](std::size_t, const decoder::DecodedTensors& each) {
        decoded.push_back(each);
        return true;
    });
    return decoded;
}

/// The same from the networks that learned.
Result<DecodedWindows> decodeWithReference(const ModelOption& option, const Points& points,
                                           std::span<const float> control, const decoder::DecodeOptions& options) {
#ifdef SEGUE_TRAINING
    const auto path = modelPath(option);
    if (!path)
        return fail(path.error());
    const auto reference = model::ReferenceModel::load(*path);
    if (!reference)
        return fail(reference.error());
    DecodedWindows decoded;
    for (const std::vector<float>& z : points) {
        decoder::DecodeOptions own = options;
        own.seed = decoder::seedOf(options.seed, decoded.size());
        auto tensors = reference->decodeTensors(z, control, own);
        if (!tensors)
            return fail(tensors.error());
        decoded.push_back(std::move(*tensors));
    }
    return decoded;
#else
    (void)option, (void)points, (void)control, (void)options;
    return fail(ErrorCode::Unsupported, "This segue-cli was built without LibTorch, which --reference needs");
#endif
}

/// As encode --tokens reads it, with the logits where they are asked for.
nlohmann::json documentOf(const DecodedWindows& decoded, const codec::Codec& codec, bool withLogits) {
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
    auto latents = latentsFromJson(*document, (*model)->architecture().latentSize);
    if (!latents)
        return fail(latents.error(), "while reading " + options.latents.string());
    const auto stage = latent::secondStageOf((*model)->fitted(), (*model)->architecture().latentSize);
    if (!stage)
        return fail(stage.error());
    for (std::vector<float>& z : *latents)
        if (auto status = applyAttributes(options.attributes, *stage, z); !status)
            return status;

    const codec::Codec& codec = (*model)->codec();
    const auto told = toldPattern(options.told, codec, report);
    if (!told)
        return fail(told.error());
    const std::vector<float> control = codec.controlOf(*told);

    const auto thresholds = thresholdsFor(options.decoding, (*model)->architecture());
    if (!thresholds)
        return fail(thresholds.error());
    decoder::DecodeOptions decoding = options.decoding.options;
    decoding.thresholds = *thresholds;

    const auto windows = options.reference ? decodeWithReference(options.model, *latents, control, decoding)
                                           : decodeLive(**model, *latents, control, decoding);
    if (!windows)
        return fail(windows.error());
    const DecodedWindows& decoded = *windows;
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
    defineDecodingOptions(command, options.decoding);
    defineAttributeOption(command, options.attributes);
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
