#pragma once

#include "core/music/Pattern.h"

#include <string_view>
#include <vector>

namespace segue::music {

/// What can be said of a pattern in one number.
struct Attribute {
    std::string_view name; ///< "density"; lives as long as the program
    double value = 0; ///< NaN where there is nothing to measure: the interval of a single note
};

/// All that can be said of a pattern; the same names in the same order for all patterns of a kind.
///
/// | name | of | unit |
/// |---|---|---|
/// | density | all | onsets a bar; of a performance, a window |
/// | syncopation_8th, syncopation_16th | drums, melody, trio | share of the onsets that lie off the beat, or off the
/// eighths, while nothing begins an eighth, or a sixteenth, before: of drums, on the same drum |
/// | velocity, velocity_spread | drums | mean and standard deviation, [0, 1] |
/// | lateness | drums | mean distance from the grid, in steps; below 0 it is early |
/// | average_interval | melody, trio | semitones from one onset to the next |
/// | average_pitch | melody, trio, performance | MIDI's number |
/// | on_c_major | melody, trio, performance | share of the onsets on a white key |
/// | bass_density, drum_density | trio | onsets a bar |
///
/// Those of a trio without a part in their names are of its melody.
/// Source: Roberts et al. 2018 (arXiv 1803.05428), section 5.3, of those that it has.
[[nodiscard]] std::vector<Attribute> attributesOf(const Pattern& pattern);

/// How many notes begin in each part of a pattern: in each drum; in a melody; in a trio's melody, bass and drums; in
/// all instruments of a performance together.
[[nodiscard]] std::vector<int> onsetsByPart(const Pattern& pattern);

} // namespace segue::music
