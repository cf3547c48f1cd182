#pragma once

#include "core/base/Result.h"
#include "core/music/NoteSequence.h"
#include "core/playback/LoopPattern.h"

namespace segue::cli {

/// A piece, or some bars of it, as a loop of whole bars of the piece's first time signature. Bars count from 0; 0
/// `bars` takes the rest. The tempo map becomes one tempo: every beat keeps its notes. Errors: NoMusic (no note in
/// these bars), Unsupported (more notes than a loop holds; bars that are not whole steps).
[[nodiscard]] Result<playback::LoopPattern> toLoop(const music::NoteSequence& sequence, int firstBar = 0, int bars = 0);

} // namespace segue::cli
