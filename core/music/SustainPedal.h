#pragma once

#include "core/music/NoteSequence.h"

#include <optional>

namespace segue::music {

/// A piece with its pedals applied.
struct Sustained {
    NoteSequence music;
    /// Where pedals that nothing lifted let go: at the last event of a key or a pedal, though drums may go on. Nothing
    /// if there was no note to let go.
    std::optional<Seconds> letGo;
};

/// The piece as it sounds with its sustain pedals (controller 64; down from 64 on): a note whose key is released while
/// its instrument's pedal is down goes on until the pedal is lifted, until its pitch is struck again, or until the end
/// of all there is. Drums are not concerned. The pedals' changes are spent, and left out. Notes of one pitch struck at
/// once with the pedal down become one, the last. Costs n log n.
///
/// At one time the pedal goes down first, then up, then keys down, then keys up.
/// Source: note_seq/sequences_lib.py, apply_sustain_control_changes. Requires: notes with finite times.
[[nodiscard]] Sustained withSustain(NoteSequence sequence);

} // namespace segue::music
