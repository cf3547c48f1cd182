#pragma once

#include "core/architecture/CodecConfig.h"
#include "core/music/Pattern.h"

namespace segue::training {

/// A pattern with every note that is no drum moved, and its chords and keys with it. A note that leaves the codec's
/// range (a performance's: MIDI's) is left out: what sounded before it ends where it would have begun.
/// Source: note_seq/sequences_lib.py, transpose_note_sequence, before its notes become windows.
[[nodiscard]] music::Pattern transposed(music::Pattern pattern, int semitones, const architecture::CodecConfig& codec);

} // namespace segue::training
