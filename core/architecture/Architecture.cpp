#include "core/architecture/Architecture.h"

#include "core/architecture/JsonFields.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <numeric>

namespace segue::architecture {
namespace {

using nlohmann::json;

Status layersInRange(const std::string& field, const std::vector<int>& sizes) {
    if (auto status = inRange("The number of layers in " + field, static_cast<int>(sizes.size()), 1, 8); !status)
        return status;
    for (const int size : sizes)
        if (auto status = inRange(field, size, 1, 8192); !status)
            return status;
    return {};
}

void addLstm(std::vector<WeightShape>& shapes, const std::string& prefix, std::int64_t inputs, std::int64_t units) {
    shapes.push_back({prefix + ".input_weight", {4 * units, inputs}});
    shapes.push_back({prefix + ".recurrent_weight", {4 * units, units}});
    shapes.push_back({prefix + ".bias", {4 * units}});
}

void addDense(std::vector<WeightShape>& shapes, const std::string& prefix, std::int64_t outputs, std::int64_t inputs) {
    shapes.push_back({prefix + ".weight", {outputs, inputs}});
    shapes.push_back({prefix + ".bias", {outputs}});
}

} // namespace

Status validate(const Architecture& architecture) {
    if (architecture.name.empty())
        return fail(ErrorCode::InvalidArgument, "name is empty");
    if (auto status = inRange("latent_size", architecture.latentSize, 1, 4096); !status)
        return status;
    if (auto status = layersInRange("encoder_sizes", architecture.encoderSizes); !status)
        return status;
    if (auto status = layersInRange("decoder_sizes", architecture.decoderSizes); !status)
        return status;
    return validate(CodecConfig(architecture.codec));
}

const std::vector<Architecture>& namedConfigurations() {
    static const std::vector<Architecture> configurations = [] {
        Architecture twoBars;
        twoBars.name = "groovae_2bar";
        Architecture fourBars;
        fourBars.name = "groovae_4bar";
        fourBars.codec.bars = 4;
        return std::vector{twoBars, fourBars};
    }();
    return configurations;
}

Result<Architecture> namedConfiguration(std::string_view name) {
    std::string known;
    for (const Architecture& architecture : namedConfigurations()) {
        if (architecture.name == name)
            return architecture;
        known += (known.empty() ? "" : ", ") + architecture.name;
    }
    return fail(ErrorCode::NotFound,
                "There is no configuration \"" + std::string(name) + "\"; the ones there are: " + known);
}

json toJson(const Architecture& architecture) {
    return {{"name", architecture.name},
            {"latent_size", architecture.latentSize},
            {"encoder_sizes", architecture.encoderSizes},
            {"decoder_sizes", architecture.decoderSizes},
            {"codec", toJson(CodecConfig(architecture.codec))}};
}

Result<Architecture> architectureFromJson(const json& object) {
    if (!object.is_object())
        return fail(ErrorCode::Malformed, "The architecture must be a JSON object");
    Architecture architecture;
    auto name = string(object, "name");
    auto latentSize = integer(object, "latent_size");
    auto encoderSizes = integers(object, "encoder_sizes");
    auto decoderSizes = integers(object, "decoder_sizes");
    if (!name)
        return fail(name.error());
    if (!latentSize)
        return fail(latentSize.error());
    if (!encoderSizes)
        return fail(encoderSizes.error());
    if (!decoderSizes)
        return fail(decoderSizes.error());
    const auto codec = object.find("codec");
    if (codec == object.end() || !codec->is_object())
        return fail(malformed("codec", "an object"));
    auto config = codecFromJson(*codec);
    if (!config)
        return fail(config.error());
    const auto* groove = std::get_if<GrooveCodecConfig>(&*config);
    if (groove == nullptr)
        return fail(ErrorCode::Unsupported,
                    "This Segue has no model with the codec \"" + std::string(typeName(*config)) + "\"");

    architecture.name = *name;
    architecture.latentSize = *latentSize;
    architecture.encoderSizes = *encoderSizes;
    architecture.decoderSizes = *decoderSizes;
    architecture.codec = *groove;
    if (auto status = validate(architecture); !status)
        return fail(status.error());
    return architecture;
}

std::vector<WeightShape> weightShapes(const Architecture& architecture) {
    std::vector<WeightShape> shapes;
    const std::int64_t z = architecture.latentSize;
    std::int64_t inputs = architecture.depth();
    for (std::size_t layer = 0; layer < architecture.encoderSizes.size(); ++layer) {
        const std::int64_t units = architecture.encoderSizes[layer];
        const std::string prefix = "encoder.layers." + std::to_string(layer);
        addLstm(shapes, prefix + ".forward", inputs, units);
        addLstm(shapes, prefix + ".backward", inputs, units);
        inputs = 2 * units;
    }
    addDense(shapes, "encoder.mean", z, inputs);
    addDense(shapes, "encoder.sigma", z, inputs);

    const std::int64_t states =
        2 * std::accumulate(architecture.decoderSizes.begin(), architecture.decoderSizes.end(), std::int64_t{0});
    addDense(shapes, "decoder.initial_state", states, z);
    inputs = architecture.depth() + z;
    for (std::size_t layer = 0; layer < architecture.decoderSizes.size(); ++layer) {
        const std::int64_t units = architecture.decoderSizes[layer];
        addLstm(shapes, "decoder.layers." + std::to_string(layer), inputs, units);
        inputs = units;
    }
    addDense(shapes, "decoder.output", architecture.depth(), inputs);
    return shapes;
}

} // namespace segue::architecture
