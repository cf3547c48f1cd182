#include "core/magenta/Recognition.h"

#include "core/magenta/ConverterConfig.h"
#include "core/magenta/VariableLinks.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <variant>

namespace segue::magenta {
namespace {

using namespace architecture;

std::string text(const std::vector<std::int64_t>& shape) {
    std::string result = "[";
    for (std::size_t i = 0; i < shape.size(); ++i)
        result += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
    return result + "]";
}

/// Reads sizes off the variables. What is not there, or has no such shape, measures 0.
class Measure {
public:
    explicit Measure(const Tensors& variables) : m_variables(variables) {}

    [[nodiscard]] bool has(const std::string& variable) const { return m_variables.contains(variable); }
    [[nodiscard]] int size(const std::string& variable, std::size_t dimension) const {
        const auto at = m_variables.find(variable);
        if (at == m_variables.end() || dimension >= at->second.shape.size() || at->second.shape[dimension] > 1'000'000)
            return 0;
        return static_cast<int>(at->second.shape[dimension]);
    }
    [[nodiscard]] bool isProjected(const std::string& cell) const {
        return has(cell + "/input_projection_wrapper/lstm_cell/bias");
    }
    /// Units of the layers called `before`0`after`, `before`1`after`, ...
    [[nodiscard]] std::vector<int> units(const std::string& before, const std::string& after) const {
        std::vector<int> sizes;
        while (true) {
            const std::string cell = before + std::to_string(sizes.size()) + after;
            const int gates =
                size(cell + (isProjected(cell) ? "/input_projection_wrapper" : "") + "/lstm_cell/bias", 0);
            if (gates == 0)
                return sizes;
            sizes.push_back(gates / 4);
        }
    }

private:
    const Tensors& m_variables;
};

constexpr const char* kForward = "/bidirectional_rnn/fw/multi_rnn_cell/cell_0";

EncoderConfig measureEncoder(const Measure& measure, int steps, int segments) {
    EncoderConfig encoder;
    const bool hasLevels =
        measure.has("encoder/hierarchical_level_0/cell_0" + std::string(kForward) + "/lstm_cell/kernel");
    const std::string cell = hasLevels ? "encoder/hierarchical_level_0/cell_" : "encoder/cell_";
    encoder.sizes = measure.units(cell, kForward);
    encoder.residual = measure.isProjected(cell + "0" + kForward);
    if (hasLevels)
        encoder.levelLengths = {steps / std::max(1, segments), segments};
    return encoder;
}

DecoderConfig measureDecoder(const Measure& measure, const ConverterConfig& converter) {
    DecoderConfig decoder;
    decoder.outputs = outputsFor(converter.codec);
    const int steps = tensorShape(converter.codec).steps;
    std::string scope;
    if (converter.segments > 0) {
        decoder.levelLengths = {converter.segments, steps / converter.segments};
        scope = "core_decoder/";
    }
    decoder.splitOutputs = measure.has(scope + "core_decoder_0/decoder/output_projection/bias");
    const std::string control = scope + "control_preprocessing/cell_";
    decoder.controlSizes = measure.units(control, kForward);
    if (decoder.splitOutputs)
        scope += "core_decoder_0/";
    scope += "decoder/";
    decoder.sizes = measure.units(scope + "multi_rnn_cell/cell_", "");
    decoder.residual = measure.isProjected(scope + "multi_rnn_cell/cell_0");
    if (measure.has(scope + "nade/w_enc"))
        decoder.nadeHidden = measure.size(scope + "nade/w_enc", 2);
    else if (converter.booleanOutput)
        for (OutputPart& part : decoder.outputs)
            part.kind = OutputPart::Kind::Boolean;
    return decoder;
}

/// The parts of a codec that its configuration tells, and not what only training or the origin decides.
CodecConfig withoutHabits(CodecConfig codec) {
    if (auto* melody = std::get_if<MelodyCodecConfig>(&codec))
        melody->melodyPrograms = false;
    if (auto* groove = std::get_if<GrooveCodecConfig>(&codec)) {
        groove->noteDropout = 0;
        groove->drumMap = {};
    }
    if (auto* drums = std::get_if<DrumsCodecConfig>(&codec))
        drums->drumMap = {};
    if (auto* trio = std::get_if<TrioCodecConfig>(&codec))
        trio->drumMap = {};
    return codec;
}

bool isAlike(const Architecture& one, const Architecture& other) {
    return one.latentSize == other.latentSize && one.encoder == other.encoder && one.decoder == other.decoder &&
           withoutHabits(one.codec) == withoutHabits(other.codec);
}

/// Null where there is none.
const music::DrumMap* drumMapOf(const CodecConfig& codec) {
    if (const auto* drums = std::get_if<DrumsCodecConfig>(&codec))
        return &drums->drumMap;
    if (const auto* trio = std::get_if<TrioCodecConfig>(&codec))
        return &trio->drumMap;
    const auto* groove = std::get_if<GrooveCodecConfig>(&codec);
    return groove == nullptr ? nullptr : &groove->drumMap;
}

/// One of another size, like that of all 61 drums, stays.
void setDrumMap(CodecConfig& codec, const music::DrumMap& map) {
    const music::DrumMap* const present = drumMapOf(codec);
    if (present == nullptr || present->size() != map.size())
        return;
    if (auto* drums = std::get_if<DrumsCodecConfig>(&codec))
        drums->drumMap = map;
    if (auto* trio = std::get_if<TrioCodecConfig>(&codec))
        trio->drumMap = map;
    if (auto* groove = std::get_if<GrooveCodecConfig>(&codec))
        groove->drumMap = map;
}

std::string fileName(const Checkpoint& checkpoint) {
    const std::filesystem::path path(checkpoint.source);
    return (path.has_filename() ? path : path.parent_path()).filename().string();
}

/// By what stands beside the weights, and their sizes.
Result<Recognised> recogniseConfigured(const Checkpoint& checkpoint, Part part) {
    const auto converter = converterConfigFrom(checkpoint.configuration);
    if (!converter)
        return fail(converter.error(), "of " + checkpoint.source);
    const Measure measure(checkpoint.variables);
    Architecture measured;
    measured.name = fileName(checkpoint);
    measured.codec = converter->codec;
    measured.latentSize = measure.size(converter->segments > 0 ? "decoder/hierarchical_level_0/initial_state/kernel"
                                       : measure.has("core_decoder_0/decoder/z_to_initial_state/kernel")
                                           ? "core_decoder_0/decoder/z_to_initial_state/kernel"
                                           : "decoder/z_to_initial_state/kernel",
                                       0);
    if (measured.latentSize == 0)
        return fail(ErrorCode::ShapeMismatch, checkpoint.source + " lacks the variables of the decoder that its "
                                                                  "configuration describes");
    measured.decoder = measureDecoder(measure, *converter);
    if (part == Part::Everything)
        measured.encoder = measureEncoder(measure, measured.shape().steps, converter->segments);
    measured = asImported(std::move(measured), checkpoint.format, part);
    measured.codec = converter->codec; // with the map that the file names
    const auto named = std::ranges::find_if(namedConfigurations(), [&](const Architecture& architecture) {
        return isAlike(asImported(architecture, checkpoint.format, part), measured);
    });
    if (named != namedConfigurations().end()) {
        measured.name = named->name;
        measured.codec = named->codec;
        if (const music::DrumMap* map = drumMapOf(converter->codec))
            setDrumMap(measured.codec, *map);
    }
    if (auto status = validate(measured); !status)
        return fail(ErrorCode::ShapeMismatch,
                    "The configuration beside the weights does not fit them: " + status.error().message());
    return Recognised{std::move(measured), "by the configuration beside the weights"};
}

/// By the named configurations, of which several may have the same variables.
Result<Recognised> recogniseByShapes(const Checkpoint& checkpoint, Part part) {
    std::vector<Architecture> candidates;
    for (const Architecture& configuration : namedConfigurations()) {
        Architecture architecture = asImported(configuration, checkpoint.format, part);
        const auto isTheSame = [&architecture](const Architecture& other) {
            return other.codec == architecture.codec && isAlike(other, architecture);
        };
        if (validate(architecture) && checkVariables(checkpoint, architecture) &&
            std::ranges::none_of(candidates, isTheSame))
            candidates.push_back(std::move(architecture));
    }
    if (candidates.empty())
        return fail(ErrorCode::Unsupported,
                    "The variables of " + checkpoint.source +
                        " are those of no named configuration. If it was trained with other sizes, describe it in a "
                        "JSON file and name that with --config");
    if (candidates.size() == 1)
        return Recognised{std::move(candidates.front()), "by the shapes of its variables"};

    const std::string file = std::filesystem::path(checkpoint.source).string();
    const Architecture* named = nullptr;
    std::string list;
    for (const Architecture& candidate : candidates) {
        list += (list.empty() ? "" : ", ") + candidate.name;
        const bool isInName = file.find(candidate.name) != std::string::npos;
        if (isInName && (named == nullptr || candidate.name.size() > named->name.size()))
            named = &candidate;
    }
    if (named == nullptr)
        return fail(ErrorCode::InvalidArgument, "The variables of " + checkpoint.source +
                                                    " are those of several configurations. Say with --config which "
                                                    "one it is: " +
                                                    list);
    return Recognised{*named, "by its name, among the configurations that have its variables (" + list + ")"};
}

} // namespace

Architecture asImported(Architecture architecture, CheckpointFormat format, Part part) {
    const bool isOfTensorFlow = format == CheckpointFormat::TensorFlow;
    setDrumMap(architecture.codec, isOfTensorFlow ? music::generalMidiDrumMap() : music::oldMagentaDrumMap());
    architecture.decoder.feedsSilentCells = std::holds_alternative<GrooveCodecConfig>(architecture.codec);
    if (part == Part::DecoderOnly) {
        architecture.encoder = {};
        architecture.encoder.present = false;
    }
    return architecture;
}

Result<Recognised> recognise(const Checkpoint& checkpoint, Part part) {
    return checkpoint.configuration.is_null() ? recogniseByShapes(checkpoint, part)
                                              : recogniseConfigured(checkpoint, part);
}

Status checkVariables(const Checkpoint& checkpoint, const Architecture& architecture) {
    std::set<std::string> known;
    for (const VariableLink& link : variableLinks(architecture)) {
        const auto at = checkpoint.variables.find(link.variable);
        if (at == checkpoint.variables.end())
            return fail(ErrorCode::ShapeMismatch,
                        "The checkpoint lacks the variable " + link.variable + " " + text(link.shape) + ", which " +
                            architecture.name + " has" +
                            (link.variable.starts_with("encoder/")
                                 ? ". Without its encoder it can be imported with --decoder-only"
                                 : ""));
        if (at->second.shape != link.shape)
            return fail(ErrorCode::ShapeMismatch, "The variable " + link.variable + " is " + text(at->second.shape) +
                                                      "; " + architecture.name + " makes it " + text(link.shape));
        known.insert(link.variable);
    }
    for (const auto& [name, variable] : checkpoint.variables)
        if (!known.contains(name))
            return fail(ErrorCode::ShapeMismatch, "The checkpoint has a variable " + name + " " + text(variable.shape) +
                                                      ", of which " + architecture.name + " knows nothing");
    return {};
}

} // namespace segue::magenta
