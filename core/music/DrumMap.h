#pragma once

#include "core/base/Quantity.h"
#include "core/base/Result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace segue::music {

/// Rows of a drum grid, bottom up, in Magenta's order: what the nine classes of every groove model mean.
inline constexpr int kDrumClasses = 9;

/// One row: the pitches that count as this drum when music is read; the first one is what is played.
struct DrumClass {
    std::string name;
    std::vector<MidiPitch> pitches; ///< not empty

    friend bool operator==(const DrumClass&, const DrumClass&) = default;
};

/// Which General MIDI pitches belong to which drum: nine of them, or all 61 of Magenta's full set. Data, not code: a
/// model file carries the map that it was trained with, because two versions of Magenta's table exist and kits differ.
struct DrumMap {
    std::string name;
    std::vector<DrumClass> classes;

    /// The class that claims `pitch`, or nothing.
    [[nodiscard]] std::optional<int> classOf(MidiPitch pitch) const;
    [[nodiscard]] int size() const { return static_cast<int>(classes.size()); }
    [[nodiscard]] MidiPitch pitchOf(int drum) const { return classes[static_cast<std::size_t>(drum)].pitches.front(); }

    friend bool operator==(const DrumMap&, const DrumMap&) = default;
};

/// The map of the Groove MIDI Dataset's Roland kit. Source: magenta/models/music_vae/data.py,
/// ROLAND_DRUM_PITCH_CLASSES.
[[nodiscard]] const DrumMap& rolandDrumMap();
/// All of General MIDI's drums in nine classes. Source: note_seq/drums_encoder_decoder.py, DEFAULT_DRUM_TYPE_PITCHES.
[[nodiscard]] const DrumMap& generalMidiDrumMap();
/// The Roland kit of the Expanded Groove MIDI Dataset: the map above, and the claps, tambourines, cowbells, maracas and
/// claves of its other sounds in General MIDI's groups.
[[nodiscard]] const DrumMap& expandedGrooveDrumMap();
/// What Magenta had for General MIDI before April 2019, and magenta.js has still: other places for four pitches.
/// Source: magenta-js, music/src/music_vae/constants.ts.
[[nodiscard]] const DrumMap& oldMagentaDrumMap();
/// The 61 pitches of General MIDI's drums, each a drum of its own. Source: data.py, FULL_DRUM_PITCH_CLASSES.
[[nodiscard]] const DrumMap& fullDrumMap();

/// A map that comes with Segue.
struct DrumMapPreset {
    std::string_view title; ///< for a person; its name is the map's
    const DrumMap* map;
};
[[nodiscard]] const std::vector<DrumMapPreset>& drumMapPresets();
/// Null if there is none of that name.
[[nodiscard]] const DrumMap* drumMapNamed(std::string_view name);

/// Every drum has a pitch, and no pitch belongs to two. Errors: InvalidArgument, naming the drum or the pitch; also if
/// there are not `fewest` to `most` drums.
[[nodiscard]] Status validate(const DrumMap& map, int fewest, int most);

} // namespace segue::music
