#include "core/architecture/DrumMapJson.h"

#include "core/architecture/JsonFields.h"

#include <nlohmann/json.hpp>

#include <cstdint>

namespace segue::architecture {

using nlohmann::json;

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

Result<music::DrumMap> drumMapFromJson(const json& object) {
    music::DrumMap map;
    auto mapName = string(object, "name");
    if (!mapName)
        return fail(std::move(mapName).error(), "in drum_map");
    map.name = *mapName;
    const auto classes = object.find("classes");
    if (classes == object.end() || !classes->is_array() || classes->size() > 128)
        return fail(malformed("drum_map.classes", "a list of drums"));
    for (const json& item : *classes) {
        if (!item.is_object())
            return fail(malformed("drum_map.classes", "a list of drums"));
        auto drumName = string(item, "name");
        auto pitches = integers(item, "pitches");
        if (!drumName || !pitches)
            return fail(drumName ? pitches.error() : drumName.error(), "in drum_map.classes");
        music::DrumClass& drum = map.classes.emplace_back();
        drum.name = *drumName;
        for (const int pitch : *pitches) {
            if (pitch < 0 || pitch > 127)
                return fail(malformed("drum_map.classes.pitches", "a list of pitches from 0 to 127"));
            drum.pitches.emplace_back(static_cast<std::uint8_t>(pitch));
        }
    }
    return map;
}

} // namespace segue::architecture
