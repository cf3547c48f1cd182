#include "app/library/ReadingMap.h"

namespace segue::library {
namespace {

constexpr int kPitches = 128;

MidiPitch midi(int pitch) {
    return MidiPitch(static_cast<std::uint8_t>(pitch));
}

} // namespace

music::DrumMap defaultReadingMap(const music::DrumMap& ofModel) {
    music::DrumMap map = ofModel;
    for (int pitch = 0; pitch < kPitches; ++pitch)
        if (const auto drum = music::generalMidiDrumMap().classOf(midi(pitch)); drum && !ofModel.classOf(midi(pitch)))
            map.classes[static_cast<std::size_t>(*drum)].pitches.push_back(midi(pitch));
    return map;
}

std::optional<music::DrumMap> chosenReadingMap(const music::DrumMap& chosen, const music::DrumMap& ofModel) {
    const music::DrumMap usual = defaultReadingMap(ofModel);
    for (int pitch = 0; pitch < kPitches; ++pitch)
        if (chosen.classOf(midi(pitch)) != usual.classOf(midi(pitch)))
            return chosen;
    return std::nullopt;
}

} // namespace segue::library
