#include "core/architecture/Architecture.h"

#include "core/architecture/JsonFields.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>

namespace segue::architecture {
namespace {

using nlohmann::json;
using Kind = OutputPart::Kind;

constexpr std::array<std::string_view, 4> kKinds{"categorical", "boolean", "nade", "groove"};
constexpr std::array<std::string_view, 3> kConductorInputs{"nothing", "final-states", "encodings"};

Status contradiction(const std::string& what) {
    return fail(ErrorCode::InvalidArgument, what);
}

Status layersInRange(const std::string& field, const std::vector<int>& sizes, int fewest = 1) {
    if (auto status = inRange("The number of layers in " + field, static_cast<int>(sizes.size()), fewest, 8); !status)
        return status;
    for (const int size : sizes)
        if (auto status = inRange(field, size, 1, 8192); !status)
            return status;
    return {};
}

Status levelsFit(const std::string& field, const std::vector<int>& lengths, int steps) {
    if (lengths.empty())
        return {};
    if (auto status = inRange("The number of levels in " + field, static_cast<int>(lengths.size()), 2, 8); !status)
        return status;
    std::int64_t product = 1;
    for (const int length : lengths) {
        if (auto status = inRange(field, length, 1, steps); !status)
            return status;
        product *= length;
        if (product > steps)
            break;
    }
    if (product == steps)
        return {};
    return contradiction(field + ": the lengths must multiply to the " + std::to_string(steps) +
                         " steps of the codec's window");
}

/// Whether `outputs` write what the codec reads.
Status outputsFit(const DecoderConfig& decoder, const CodecConfig& codec) {
    const auto expected = outputsFor(codec);
    if (expected.empty())
        return contradiction("codec: no decoder writes a groove's velocities and offsets as classes");
    const auto isBinary = [](const OutputPart& part) { return part.kind == Kind::Boolean || part.kind == Kind::Nade; };
    if (std::ranges::all_of(expected, isBinary)) {
        const int width = std::transform_reduce(decoder.outputs.begin(), decoder.outputs.end(), 0, std::plus<>(),
                                                [](const OutputPart& part) { return part.width; });
        if (!std::ranges::all_of(decoder.outputs, isBinary) || width != expected.front().width)
            return contradiction("decoder.outputs must be boolean or nade, " + std::to_string(expected.front().width) +
                                 " columns together, as the codec writes a roll");
    } else if (decoder.outputs != expected) {
        std::string wanted;
        for (const OutputPart& part : expected)
            wanted += (wanted.empty() ? "" : ", ") + std::string(name(part.kind)) + " " + std::to_string(part.width);
        return contradiction("decoder.outputs must be " + wanted + ", as the codec writes them");
    }
    const auto needsLayersOfItsOwn = [](const OutputPart& part) { return part.kind == Kind::Nade; };
    if (decoder.outputs.size() > 1 && !decoder.splitOutputs &&
        std::ranges::any_of(decoder.outputs, needsLayersOfItsOwn))
        return contradiction("decoder.split_outputs must be true where a nade stands beside other outputs");
    return {};
}

Status validateEncoder(const Architecture& architecture) {
    const EncoderConfig& encoder = architecture.encoder;
    if (auto status = layersInRange("encoder.sizes", encoder.sizes); !status)
        return status;
    return levelsFit("encoder.level_lengths", encoder.levelLengths, architecture.shape().steps);
}

Status validateDecoder(const Architecture& architecture) {
    const DecoderConfig& decoder = architecture.decoder;
    const TensorShape shape = architecture.shape();
    if (auto status = layersInRange("decoder.sizes", decoder.sizes); !status)
        return status;
    if (auto status = levelsFit("decoder.level_lengths", decoder.levelLengths, shape.steps); !status)
        return status;
    if (auto status = layersInRange("decoder.control_sizes", decoder.controlSizes, 0); !status)
        return status;
    if (!decoder.controlSizes.empty() && shape.control == 0)
        return contradiction("decoder.control_sizes: the codec has no controls that could be read");
    if (auto status = inRange("decoder.nade_hidden", decoder.nadeHidden, 1, 8192); !status)
        return status;
    if (auto status = outputsFit(decoder, architecture.codec); !status)
        return status;
    if (decoder.conductorInput == ConductorInput::Nothing)
        return {};
    if (decoder.levelLengths.empty())
        return contradiction("decoder.conductor_input: without decoder.level_lengths there is no conductor");
    if (decoder.conductorInput == ConductorInput::FinalStates)
        return {};
    if (!architecture.encoder.present ||
        !std::ranges::equal(architecture.encoder.levelLengths.rbegin(), architecture.encoder.levelLengths.rend(),
                            decoder.levelLengths.begin(), decoder.levelLengths.end()))
        return contradiction(
            "decoder.conductor_input: encodings need encoder.level_lengths to be decoder.level_lengths backwards");
    if (shape.input != shape.output)
        return contradiction("decoder.conductor_input: encodings need a codec whose output the encoder can read");
    if (shape.control > 0)
        return contradiction("decoder.conductor_input: encodings are not made for models with controls");
    return {};
}

json toJson(const EncoderConfig& encoder) {
    return {{"present", encoder.present},
            {"sizes", encoder.sizes},
            {"level_lengths", encoder.levelLengths},
            {"residual", encoder.residual}};
}

json toJson(const DecoderConfig& decoder) {
    json outputs = json::array();
    for (const OutputPart& part : decoder.outputs)
        outputs.push_back({{"kind", name(part.kind)}, {"width", part.width}});
    return {{"sizes", decoder.sizes},
            {"outputs", outputs},
            {"split_outputs", decoder.splitOutputs},
            {"nade_hidden", decoder.nadeHidden},
            {"level_lengths", decoder.levelLengths},
            {"conductor_input", kConductorInputs[static_cast<std::size_t>(decoder.conductorInput)]},
            {"control_sizes", decoder.controlSizes},
            {"residual", decoder.residual},
            {"feeds_silent_cells", decoder.feedsSilentCells}};
}

/// The place of `text` among `names`. Errors: InvalidArgument, naming the field and all names.
template <std::size_t N>
Result<std::size_t> oneOf(const std::string& field, const std::string& text,
                          const std::array<std::string_view, N>& names) {
    const auto at = std::ranges::find(names, text);
    if (at != names.end())
        return static_cast<std::size_t>(at - names.begin());
    std::string known;
    for (const std::string_view each : names)
        known += (known.empty() ? "" : ", ") + std::string(each);
    return fail(ErrorCode::InvalidArgument, field + " is \"" + text + "\"; it must be one of " + known);
}

Result<EncoderConfig> encoderFromJson(const json& object) {
    EncoderConfig encoder;
    FieldReader reader(object, "encoder");
    reader.required("sizes", encoder.sizes);
    reader.optional("present", encoder.present);
    reader.optional("level_lengths", encoder.levelLengths);
    reader.optional("residual", encoder.residual);
    if (!reader.status())
        return fail(reader.status().error());
    return encoder;
}

Result<std::vector<OutputPart>> outputsFromJson(const json& list) {
    if (!list.is_array())
        return fail(malformed("decoder.outputs", "a list"));
    std::vector<OutputPart> outputs;
    for (const json& item : list) {
        if (!item.is_object())
            return fail(malformed("decoder.outputs", "a list of objects"));
        std::string kind;
        OutputPart part;
        FieldReader reader(item, "decoder.outputs");
        reader.required("kind", kind);
        reader.required("width", part.width);
        if (!reader.status())
            return fail(reader.status().error());
        const auto index = oneOf("decoder.outputs.kind", kind, kKinds);
        if (!index)
            return fail(index.error());
        part.kind = static_cast<Kind>(*index);
        if (auto status = inRange("decoder.outputs.width", part.width, 1, 8192); !status)
            return fail(status.error());
        outputs.push_back(part);
    }
    return outputs;
}

Result<DecoderConfig> decoderFromJson(const json& object, const CodecConfig& codec) {
    DecoderConfig decoder;
    std::string conductorInput(kConductorInputs.front());
    FieldReader reader(object, "decoder");
    reader.required("sizes", decoder.sizes);
    reader.optional("split_outputs", decoder.splitOutputs);
    reader.optional("nade_hidden", decoder.nadeHidden);
    reader.optional("level_lengths", decoder.levelLengths);
    reader.optional("conductor_input", conductorInput);
    reader.optional("control_sizes", decoder.controlSizes);
    reader.optional("residual", decoder.residual);
    reader.optional("feeds_silent_cells", decoder.feedsSilentCells);
    if (!reader.status())
        return fail(reader.status().error());
    const auto input = oneOf("decoder.conductor_input", conductorInput, kConductorInputs);
    if (!input)
        return fail(input.error());
    decoder.conductorInput = static_cast<ConductorInput>(*input);
    decoder.outputs = outputsFor(codec);
    if (const auto list = object.find("outputs"); list != object.end()) {
        auto outputs = outputsFromJson(*list);
        if (!outputs)
            return fail(outputs.error());
        decoder.outputs = std::move(*outputs);
    }
    return decoder;
}

/// Both networks as earlier versions named their sizes.
Status readFlatSizes(const json& object, Architecture& architecture) {
    auto encoderSizes = integers(object, "encoder_sizes");
    if (!encoderSizes)
        return fail(encoderSizes.error());
    auto decoderSizes = integers(object, "decoder_sizes");
    if (!decoderSizes)
        return fail(decoderSizes.error());
    architecture.encoder.sizes = std::move(*encoderSizes);
    architecture.decoder.sizes = std::move(*decoderSizes);
    return {};
}

Status readNetworks(const json& object, Architecture& architecture) {
    if (object.contains("encoder_sizes"))
        return readFlatSizes(object, architecture);
    for (const char* field : {"encoder", "decoder"})
        if (const auto at = object.find(field); at == object.end() || !at->is_object())
            return fail(malformed(field, "an object"));
    auto encoder = encoderFromJson(object["encoder"]);
    if (!encoder)
        return fail(encoder.error());
    auto decoder = decoderFromJson(object["decoder"], architecture.codec);
    if (!decoder)
        return fail(decoder.error());
    architecture.encoder = std::move(*encoder);
    architecture.decoder = std::move(*decoder);
    return {};
}

} // namespace

std::string_view name(Kind kind) {
    return kKinds[static_cast<std::size_t>(kind)];
}

Status validate(const Architecture& architecture) {
    if (architecture.name.empty())
        return fail(ErrorCode::InvalidArgument, "name is empty");
    if (auto status = inRange("latent_size", architecture.latentSize, 1, 4096); !status)
        return status;
    if (auto status = validate(architecture.codec); !status)
        return status;
    if (auto status = validateEncoder(architecture); !status)
        return status;
    return validateDecoder(architecture);
}

std::vector<OutputPart> outputsFor(const CodecConfig& codec) {
    const int depth = tensorShape(codec).output;
    if (const auto* trio = std::get_if<TrioCodecConfig>(&codec)) {
        const int voice = trio->highestPitch - trio->lowestPitch + 3;
        return {{Kind::Categorical, voice}, {Kind::Categorical, voice}, {Kind::Categorical, depth - 2 * voice}};
    }
    if (const auto* groove = std::get_if<GrooveCodecConfig>(&codec))
        return groove->velocityBins > 0 ? std::vector<OutputPart>{} : std::vector<OutputPart>{{Kind::Groove, depth}};
    const auto* drums = std::get_if<DrumsCodecConfig>(&codec);
    if (drums != nullptr && drums->output == DrumsCodecConfig::Output::Roll)
        return {{Kind::Nade, depth}};
    return {{Kind::Categorical, depth}};
}

json toJson(const Architecture& architecture) {
    return {{"name", architecture.name},
            {"latent_size", architecture.latentSize},
            {"encoder", toJson(architecture.encoder)},
            {"decoder", toJson(architecture.decoder)},
            {"codec", toJson(architecture.codec)}};
}

Result<Architecture> architectureFromJson(const json& object) {
    if (!object.is_object())
        return fail(ErrorCode::Malformed, "The architecture must be a JSON object");
    auto name = string(object, "name");
    if (!name)
        return fail(name.error());
    auto latentSize = integer(object, "latent_size");
    if (!latentSize)
        return fail(latentSize.error());
    const auto codec = object.find("codec");
    if (codec == object.end() || !codec->is_object())
        return fail(malformed("codec", "an object"));
    auto config = codecFromJson(*codec);
    if (!config)
        return fail(config.error());

    Architecture architecture;
    architecture.name = std::move(*name);
    architecture.latentSize = *latentSize;
    architecture.codec = std::move(*config);
    if (auto status = readNetworks(object, architecture); !status)
        return fail(status.error());
    if (auto status = validate(architecture); !status)
        return fail(status.error());
    return architecture;
}

} // namespace segue::architecture
