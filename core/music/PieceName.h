#pragma once

#include "core/music/NoteSequence.h"

#include <string>

namespace segue::music {

/// How a message calls a piece: by its name, where it has one.
[[nodiscard]] inline std::string pieceName(const NoteSequence& sequence) {
    return sequence.name.empty() ? "The piece" : sequence.name;
}

} // namespace segue::music
