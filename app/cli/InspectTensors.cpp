#include "app/cli/InspectTensors.h"

#include "app/cli/ArchitectureWords.h"
#include "app/cli/Numbers.h"
#include "core/decoder/ModelMemory.h"
#include "core/files/ModelFile.h"
#include "core/latent/MapFile.h"
#include "core/latent/SecondStage.h"

#include <array>
#include <map>
#include <string_view>

namespace segue::cli {
namespace {

using nlohmann::json;

std::string shapeText(const std::vector<std::int64_t>& shape) {
    std::string text;
    for (const std::int64_t size : shape)
        text += (text.empty() ? "" : " x ") + std::to_string(size);
    return text.empty() ? "one value" : text;
}

std::size_t tellTensors(const std::map<std::string, files::Tensor>& tensors, bool lines, Report& report) {
    std::size_t values = 0;
    json list = json::array();
    for (const auto& [name, tensor] : tensors) {
        values += tensor.values.size();
        list.push_back({{"name", name}, {"shape", tensor.shape}});
        if (lines)
            report.line("  " + name + "  " + shapeText(tensor.shape));
    }
    report.set("tensors", std::move(list));
    return values;
}

/// Empty where there are no drums.
std::string drumMapName(const architecture::CodecConfig& config) {
    return std::visit(
        [](const auto& codec) -> std::string {
            if constexpr (requires { codec.drumMap; })
                return codec.drumMap.name;
            else
                return {};
        },
        config);
}

/// What was fitted after training.
Status tellSecondStage(const files::ModelFile& model, Report& report) {
    const auto stage = latent::secondStageOf(model.fitted, model.architecture.latentSize);
    if (!stage)
        return fail(stage.error());
    json fitted = model.fitted.facts;
    if (stage->density) {
        fitted["density"]["centres"] = stage->density->count();
        const json& examples = stage->densityFacts.value("examples", json());
        report.line("  draws     from a density of " + std::to_string(stage->density->count()) + " centres" +
                    (examples.is_number() ? ", fitted to " + examples.dump() + " examples" : ""));
    } else {
        report.line("  draws     from the standard normal distribution");
    }
    for (const latent::AttributeDirection& each : stage->attributes)
        report.line("  direction " + each.name + ", a step from " + withDigits(static_cast<double>(each.low), 2) +
                    " to " + withDigits(static_cast<double>(each.high), 2));
    report.set("fitted", std::move(fitted));
    return {};
}

Status inspectModel(const std::filesystem::path& path, Report& report) {
    const auto model = files::readModelFile(path);
    if (!model)
        return fail(model.error());
    const architecture::Architecture& architecture = model->architecture;
    const std::string checksum = files::weightsChecksum(*model);
    const std::size_t parameters = tellTensors(model->weights, false, report);
    const std::uint64_t memory = decoder::memoryNeeded(architecture);
    const std::string makes = whatItMakes(architecture.codec);
    const std::string told = whatItIsTold(architecture.codec);
    const std::string unheard = whatItDoesNotHear(architecture.codec);
    report.set("kind", "model");
    report.set("makes", makes);
    report.set("told", told);
    report.set("has_encoder", architecture.encoder.present);
    report.set("parameters", parameters);
    report.set("memory_bytes", memory);
    report.set("checksum", checksum);
    report.set("architecture", toJson(architecture));
    report.set("provenance", model->provenance);
    report.line(path.string() + ": a model, " + architecture.name + ", " + grouped(parameters) + " parameters");
    report.line("  makes     " + makes);
    if (const std::string drums = drumMapName(architecture.codec); !drums.empty())
        report.line("  drum map  " + drums);
    if (!told.empty())
        report.line("  is told   " + told);
    if (!unheard.empty())
        report.line("  makes up  " + unheard + ", which it does not hear");
    report.line("  encoder   " + encoderInWords(architecture.encoder));
    report.line("  z         " + std::to_string(architecture.latentSize) + " numbers");
    report.line("  decoder   " + decoderInWords(architecture.decoder));
    report.line("  a step    " + outputsInWords(architecture.decoder));
    report.line("  memory    " + withDigits(static_cast<double>(memory) / 1e6, 1) + " MB to play it");
    report.line("  checksum  " + checksum);
    if (auto status = tellSecondStage(*model, report); !status)
        return fail(status.error(), "while reading " + path.string());
    for (const auto& [key, value] : model->provenance.items())
        report.line("  " + key + ": " +
                    (value.is_string() ? value.get<std::string>()
                                       : value.dump(-1, ' ', false, json::error_handler_t::replace)));
    return {};
}

Status inspectMap(const std::filesystem::path& path, Report& report) {
    const auto map = latent::readMapFile(path);
    if (!map)
        return fail(map.error());
    std::map<std::string, int> styles;
    for (const latent::ExampleInfo& example : map->examples)
        ++styles[example.style];
    report.set("kind", "map");
    report.set("title", map->title);
    report.set("attribution", map->attribution);
    report.set("model_checksum", map->modelChecksum);
    report.set("latent_size", map->latentSize);
    report.set("examples", map->examples.size());
    report.set("styles", styles);
    report.line(path.string() + ": a map, \"" + map->title + "\", " + std::to_string(map->examples.size()) +
                " examples, z " + std::to_string(map->latentSize));
    report.line("  source  " + map->attribution);
    report.line("  model   " + map->modelChecksum);
    for (const auto& [style, count] : styles)
        report.line("  " + (style.empty() ? "unknown" : style) + " " + std::to_string(count));
    return {};
}

} // namespace

Status inspectTensors(const std::filesystem::path& path, Report& report) {
    const auto file = files::readSafetensorsFile(path);
    if (!file && file.error().code() == ErrorCode::Malformed && path.extension() != ".safetensors" &&
        path.extension() != ".segue-map")
        return fail(ErrorCode::Unsupported,
                    path.string() + " is no file that Segue knows: neither MIDI, nor MusicXML, nor a TFRecord "
                                    "of NoteSequences, nor a model, nor a map");
    if (!file)
        return fail(file.error());
    if (file->metadata.contains("segue.format_version"))
        return inspectModel(path, report);
    if (const auto at = file->metadata.find("format"); at != file->metadata.end() && at->second == "segue-map")
        return inspectMap(path, report);
    report.set("kind", "safetensors");
    report.set("metadata", file->metadata);
    report.line(path.string() + ": a safetensors file that is not Segue's, " + std::to_string(file->tensors.size()) +
                " tensors");
    report.set("values", tellTensors(file->tensors, true, report));
    return {};
}

} // namespace segue::cli
