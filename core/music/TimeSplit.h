#pragma once

#include "core/base/Result.h"
#include "core/music/NoteSequence.h"

#include <vector>

namespace segue::music {

/// What lies between two changes of tempo or time signature, as a piece of its own.
struct TimeSegment {
    NoteSequence music; ///< from time 0, with exactly one tempo and one time signature
    Seconds start; ///< in the whole piece
    int bar = 0; ///< of the whole piece, on which it begins; a bar that a change cuts short counts as one
};

/// The piece, cut wherever its tempo or its time signature becomes another. A note is cut off where its segment ends;
/// what began before time 0 is left out. A segment begins with the key, the chord and the pedals (controllers 64, 66
/// and 67 of its instruments) in force; other controllers, pitch bends and names are left out, and so is a segment
/// without notes. Costs n log n, whatever the number of changes.
/// Source: note_seq/sequences_lib.py, split_note_sequence_on_time_changes.
/// Errors: Malformed (a note or a change whose time is no number).
[[nodiscard]] Result<std::vector<TimeSegment>> splitAtTimeChanges(const NoteSequence& sequence);

} // namespace segue::music
