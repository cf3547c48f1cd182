#include "core/music/PercussionNames.h"

#include <array>
#include <cstddef>

namespace segue::music {

std::string_view percussionName(MidiPitch pitch) {
    constexpr std::size_t kFirst = 27;
    static constexpr std::array<std::string_view, 61> kNames{"High Q",
                                                             "Slap",
                                                             "Scratch push",
                                                             "Scratch pull",
                                                             "Sticks",
                                                             "Square click",
                                                             "Metronome click",
                                                             "Metronome bell",
                                                             "Acoustic bass drum",
                                                             "Bass drum 1",
                                                             "Side stick",
                                                             "Acoustic snare",
                                                             "Hand clap",
                                                             "Electric snare",
                                                             "Low floor tom",
                                                             "Closed hi-hat",
                                                             "High floor tom",
                                                             "Pedal hi-hat",
                                                             "Low tom",
                                                             "Open hi-hat",
                                                             "Low-mid tom",
                                                             "High-mid tom",
                                                             "Crash cymbal 1",
                                                             "High tom",
                                                             "Ride cymbal 1",
                                                             "Chinese cymbal",
                                                             "Ride bell",
                                                             "Tambourine",
                                                             "Splash cymbal",
                                                             "Cowbell",
                                                             "Crash cymbal 2",
                                                             "Vibraslap",
                                                             "Ride cymbal 2",
                                                             "High bongo",
                                                             "Low bongo",
                                                             "Mute high conga",
                                                             "Open high conga",
                                                             "Low conga",
                                                             "High timbale",
                                                             "Low timbale",
                                                             "High agogo",
                                                             "Low agogo",
                                                             "Cabasa",
                                                             "Maracas",
                                                             "Short whistle",
                                                             "Long whistle",
                                                             "Short guiro",
                                                             "Long guiro",
                                                             "Claves",
                                                             "High wood block",
                                                             "Low wood block",
                                                             "Mute cuica",
                                                             "Open cuica",
                                                             "Mute triangle",
                                                             "Open triangle",
                                                             "Shaker",
                                                             "Jingle bell",
                                                             "Belltree",
                                                             "Castanets",
                                                             "Mute surdo",
                                                             "Open surdo"};
    const std::size_t pitchNumber = pitch.value;
    const std::size_t index = pitchNumber - kFirst;
    return pitchNumber >= kFirst && index < kNames.size() ? kNames[index] : std::string_view();
}

} // namespace segue::music
