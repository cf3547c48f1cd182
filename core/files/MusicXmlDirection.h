#pragma once

#include "core/base/Quantity.h"
#include "core/files/RepeatOrder.h"

#include <optional>
#include <string_view>

namespace pugi {
class xml_node;
}

namespace segue::files {

/// How loud notes are from a place on.
struct MusicXmlDynamics {
    std::optional<Velocity> accent; ///< of the notes that begin there, if it differs (sfz, fp)
    std::optional<Velocity> level; ///< from there on; none: as before
};

/// What a <direction>, or a <sound> of its own, says to a player.
struct MusicXmlDirection {
    std::optional<Bpm> tempo;
    std::optional<MusicXmlDynamics> dynamics;
    RepeatMarks jumps; ///< only segno, coda, and where to go at the end of the measure
    double offset = 0; ///< in divisions, from where it stands to where it sounds
    bool hasUnknownTempo = false; ///< a metronome mark that is no number, or a tempo out of [1, 10,000]
};

[[nodiscard]] MusicXmlDirection readDirection(const pugi::xml_node& direction);
[[nodiscard]] MusicXmlDirection readSound(const pugi::xml_node& sound);

/// Per cent of MIDI velocity 90, as `dynamics` attributes say it, in [1, 127].
[[nodiscard]] Velocity velocityOfPercent(double percent);

/// A quarter is 1; "eighth", "16th"; each dot adds half of what the last one did. None: no such type.
[[nodiscard]] std::optional<double> quartersOfType(std::string_view type, int dots);

} // namespace segue::files
