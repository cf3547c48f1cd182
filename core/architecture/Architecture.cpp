#include "core/architecture/Architecture.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <numeric>

namespace segue::architecture {
namespace {

using nlohmann::json;

Status inRange(const std::string& field, int value, int low, int high) {
    if (value >= low && value <= high)
        return {};
    return fail(ErrorCode::InvalidArgument, field + " is " + std::to_string(value) + "; it must be from " +
                                                std::to_string(low) + " to " + std::to_string(high));
}

Status layersInRange(const std::string& field, const std::vector<int>& sizes) {
    if (auto status = inRange("The number of layers in " + field, static_cast<int>(sizes.size()), 1, 8); !status)
        return status;
    for (const int size : sizes)
        if (auto status = inRange(field, size, 1, 8192); !status)
            return status;
    return {};
}

Status validateDrumMap(const music::DrumMap& map) {
    std::vector<MidiPitch> seen;
    for (const auto& drum : map.classes) {
        if (drum.pitches.empty())
            return fail(ErrorCode::InvalidArgument, "codec.drum_map: \"" + drum.name + "\" has no pitch");
        for (const MidiPitch pitch : drum.pitches) {
            if (auto status = inRange("codec.drum_map: a pitch of \"" + drum.name + "\"", pitch.value, 0, 127); !status)
                return status;
            if (std::ranges::find(seen, pitch) != seen.end())
                return fail(ErrorCode::InvalidArgument,
                            "codec.drum_map: pitch " + std::to_string(pitch.value) + " belongs to two drums");
            seen.push_back(pitch);
        }
    }
    return {};
}

json drumMapToJson(const music::DrumMap& map) {
    json classes = json::array();
    for (const auto& drum : map.classes) {
        json pitches = json::array();
        for (const MidiPitch pitch : drum.pitches)
            pitches.push_back(pitch.value);
        classes.push_back({{"name", drum.name}, {"pitches", pitches}});
    }
    return {{"name", map.name}, {"classes", classes}};
}

Error malformed(const std::string& field, const std::string& expected) {
    return Error(ErrorCode::Malformed, "Field \"" + field + "\" must be " + expected);
}

Result<int> integer(const json& object, const std::string& field) {
    const auto at = object.find(field);
    if (at == object.end() || !at->is_number_integer())
        return fail(malformed(field, "a whole number"));
    return at->get<int>();
}

Result<std::string> string(const json& object, const std::string& field) {
    const auto at = object.find(field);
    if (at == object.end() || !at->is_string())
        return fail(malformed(field, "a text"));
    return at->get<std::string>();
}

Result<std::vector<int>> integers(const json& object, const std::string& field) {
    const auto at = object.find(field);
    if (at == object.end() || !at->is_array())
        return fail(malformed(field, "a list of whole numbers"));
    std::vector<int> values;
    for (const auto& item : *at) {
        if (!item.is_number_integer())
            return fail(malformed(field, "a list of whole numbers"));
        values.push_back(item.get<int>());
    }
    return values;
}

Result<music::DrumMap> drumMapFromJson(const json& object) {
    music::DrumMap map;
    auto mapName = string(object, "name");
    if (!mapName)
        return fail(std::move(mapName).error(), "in drum_map");
    map.name = *mapName;
    const auto classes = object.find("classes");
    if (classes == object.end() || !classes->is_array() || classes->size() != map.classes.size())
        return fail(malformed("drum_map.classes", "a list of nine drums"));
    for (std::size_t i = 0; i < map.classes.size(); ++i) {
        const json& item = (*classes)[i];
        if (!item.is_object())
            return fail(malformed("drum_map.classes", "a list of nine drums"));
        auto drumName = string(item, "name");
        auto pitches = integers(item, "pitches");
        if (!drumName || !pitches)
            return fail(drumName ? pitches.error() : drumName.error(), "in drum_map.classes");
        map.classes[i].name = *drumName;
        for (const int pitch : *pitches) {
            if (pitch < 0 || pitch > 127)
                return fail(malformed("drum_map.classes.pitches", "a list of pitches from 0 to 127"));
            map.classes[i].pitches.emplace_back(static_cast<std::uint8_t>(pitch));
        }
    }
    return map;
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
    if (auto status = inRange("codec.bars", architecture.codec.bars, 1, 64); !status)
        return status;
    return validateDrumMap(architecture.codec.drumMap);
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
            {"codec",
             {{"type", "groove"},
              {"bars", architecture.codec.bars},
              {"drum_map", drumMapToJson(architecture.codec.drumMap)}}}};
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
    auto type = string(*codec, "type");
    if (!type)
        return fail(type.error(), "in codec");
    if (*type != "groove")
        return fail(ErrorCode::Unsupported, "This Segue has no codec \"" + *type + "\"");
    auto bars = integer(*codec, "bars");
    if (!bars)
        return fail(bars.error(), "in codec");
    const auto drumMap = codec->find("drum_map");
    if (drumMap == codec->end() || !drumMap->is_object())
        return fail(malformed("codec.drum_map", "an object"));
    auto map = drumMapFromJson(*drumMap);
    if (!map)
        return fail(map.error());

    architecture.name = *name;
    architecture.latentSize = *latentSize;
    architecture.encoderSizes = *encoderSizes;
    architecture.decoderSizes = *decoderSizes;
    architecture.codec.bars = *bars;
    architecture.codec.drumMap = *map;
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
