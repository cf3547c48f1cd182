#include "core/music/DrumMap.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <utility>

namespace segue::music {
namespace {

DrumClass drumClass(std::string name, std::initializer_list<int> pitches) {
    DrumClass result{std::move(name), {}};
    for (const int pitch : pitches)
        result.pitches.emplace_back(static_cast<std::uint8_t>(pitch));
    return result;
}

} // namespace

std::optional<int> DrumMap::classOf(MidiPitch pitch) const {
    for (int drum = 0; drum < size(); ++drum)
        if (const auto& pitches = classes[static_cast<std::size_t>(drum)].pitches;
            std::ranges::find(pitches, pitch) != pitches.end())
            return drum;
    return std::nullopt;
}

const DrumMap& rolandDrumMap() {
    static const DrumMap map{
        "roland",
        {drumClass("Kick", {36}), drumClass("Snare", {38, 37, 40}), drumClass("Closed hat", {42, 22, 44}),
         drumClass("Open hat", {46, 26}), drumClass("Low tom", {43, 58}), drumClass("Mid tom", {47, 45}),
         drumClass("High tom", {50, 48}), drumClass("Crash", {49, 52, 55, 57}), drumClass("Ride", {51, 53, 59})}};
    return map;
}

const DrumMap& generalMidiDrumMap() {
    static const DrumMap map{
        "general-midi",
        {drumClass("Kick", {36, 35}), drumClass("Snare", {38, 27, 28, 31, 32, 33, 34, 37, 39, 40, 56, 65, 66, 75, 85}),
         drumClass("Closed hat", {42, 44, 54, 68, 69, 70, 71, 73, 78, 80, 22}),
         drumClass("Open hat", {46, 67, 72, 74, 79, 81, 26}), drumClass("Low tom", {45, 29, 41, 43, 61, 64, 84}),
         drumClass("Mid tom", {48, 47, 60, 63, 77, 86, 87}), drumClass("High tom", {50, 30, 62, 76, 83}),
         drumClass("Crash", {49, 52, 55, 57, 58}), drumClass("Ride", {51, 53, 59, 82})}};
    return map;
}

const DrumMap& expandedGrooveDrumMap() {
    static const DrumMap map{"e-gmd",
                             {drumClass("Kick", {36}), drumClass("Snare", {38, 37, 40, 39, 56, 75}),
                              drumClass("Closed hat", {42, 22, 44, 54, 70}), drumClass("Open hat", {46, 26}),
                              drumClass("Low tom", {43, 58}), drumClass("Mid tom", {47, 45}),
                              drumClass("High tom", {50, 48}), drumClass("Crash", {49, 52, 55, 57}),
                              drumClass("Ride", {51, 53, 59})}};
    return map;
}

const DrumMap& oldMagentaDrumMap() {
    static const DrumMap map{
        "magenta-2018",
        {drumClass("Kick", {36, 35}), drumClass("Snare", {38, 27, 28, 31, 32, 33, 34, 37, 39, 40, 56, 65, 66, 75, 85}),
         drumClass("Closed hat", {42, 44, 54, 68, 69, 70, 71, 73, 78, 80}),
         drumClass("Open hat", {46, 67, 72, 74, 79, 81}), drumClass("Low tom", {45, 29, 41, 61, 64, 84}),
         drumClass("Mid tom", {48, 47, 60, 63, 77, 86, 87}), drumClass("High tom", {50, 30, 43, 62, 76, 83}),
         drumClass("Crash", {49, 55, 57, 58}), drumClass("Ride", {51, 52, 53, 59, 82})}};
    return map;
}

const DrumMap& fullDrumMap() {
    static const DrumMap map = [] {
        DrumMap full{"full", {}};
        for (const int pitch : {36, 35, 38, 27, 28, 31, 32, 33, 34, 37, 39, 40, 56, 65, 66, 75, 85, 42, 44, 54, 68,
                                69, 70, 71, 73, 78, 80, 46, 67, 72, 74, 79, 81, 45, 29, 41, 61, 64, 84, 48, 47, 60,
                                63, 77, 86, 87, 50, 30, 43, 62, 76, 83, 49, 55, 57, 58, 51, 52, 53, 59, 82})
            full.classes.push_back(drumClass("Pitch " + std::to_string(pitch), {pitch}));
        return full;
    }();
    return map;
}

const std::vector<DrumMapPreset>& drumMapPresets() {
    static const std::vector<DrumMapPreset> presets{
        {"Roland TD, as in the Groove MIDI Dataset", &rolandDrumMap()},
        {"Roland TD, as in the Expanded Groove MIDI Dataset", &expandedGrooveDrumMap()},
        {"General MIDI in nine drums, as in Magenta", &generalMidiDrumMap()},
        {"General MIDI in nine drums, as in Magenta before April 2019 and in magenta.js", &oldMagentaDrumMap()},
        {"General MIDI, every pitch a drum", &fullDrumMap()},
    };
    return presets;
}

const DrumMap* drumMapNamed(std::string_view name) {
    const auto& presets = drumMapPresets();
    const auto found = std::ranges::find(presets, name, [](const DrumMapPreset& preset) { return preset.map->name; });
    return found == presets.end() ? nullptr : found->map;
}

Status validate(const DrumMap& map, int fewest, int most) {
    if (map.size() < fewest || map.size() > most)
        return fail(ErrorCode::InvalidArgument,
                    "A drum map needs " +
                        (fewest == most ? std::to_string(most)
                                        : "from " + std::to_string(fewest) + " to " + std::to_string(most)) +
                        " drums; this one has " + std::to_string(map.size()));
    std::array<const DrumClass*, 128> owners{};
    for (const DrumClass& drum : map.classes) {
        if (drum.pitches.empty())
            return fail(ErrorCode::InvalidArgument, "The drum \"" + drum.name + "\" has no pitch: give it one");
        for (const MidiPitch pitch : drum.pitches) {
            if (pitch.value >= owners.size())
                return fail(ErrorCode::InvalidArgument,
                            "Pitch " + std::to_string(pitch.value) + " of \"" + drum.name + "\" is beyond MIDI's 127");
            if (const DrumClass* owner = std::exchange(owners[pitch.value], &drum))
                return fail(ErrorCode::InvalidArgument, "Pitch " + std::to_string(pitch.value) + " belongs to \"" +
                                                            owner->name + "\" and to \"" + drum.name + "\"");
        }
    }
    return {};
}

} // namespace segue::music
