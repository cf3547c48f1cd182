#pragma once

#include "core/music/DrumMap.h"

#include <optional>

namespace segue::library {

/// The map that a model's music is read with when none was chosen: the model's own and, for a pitch that it does not
/// know, General MIDI's. The same as codec::ExtractionOptions without a reading map.
[[nodiscard]] music::DrumMap defaultReadingMap(const music::DrumMap& ofModel);

/// What was chosen, or nothing where that reads as the default does: then another model brings its own.
[[nodiscard]] std::optional<music::DrumMap> chosenReadingMap(const music::DrumMap& chosen,
                                                             const music::DrumMap& ofModel);

} // namespace segue::library
