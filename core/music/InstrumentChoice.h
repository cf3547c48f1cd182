#pragma once

#include "core/music/NoteSequence.h"

#include <string>
#include <vector>

namespace segue::music {

/// Leaves the notes of the instruments that have one of these names, in upper or lower case; all else of the piece
/// stays.
void keepInstruments(NoteSequence& sequence, const std::vector<std::string>& names);

} // namespace segue::music
