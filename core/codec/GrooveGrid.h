#pragma once

#include "core/architecture/CodecConfig.h"
#include "core/base/Result.h"
#include "core/codec/Extraction.h"
#include "core/music/DrumPattern.h"
#include "core/music/NoteSequence.h"

namespace segue::codec {

/// All drums of a piece on a groove codec's grid, as many bars as reach its last onset. Of the notes that share a step
/// and a drum the loudest counts, or else the first. What was found and what could not be placed is added to `report`.
///
/// Rules::Segue: the grid follows the tempo map; it is moved by the phase of all notes of the piece. A hit that lies
/// nearer to the next bar than to any step of its own belongs to the next bar.
/// Errors: NoMusic (no drums), Unsupported (bars that are not of four quarters, or more than 10,000), Malformed (times
/// that are no numbers).
///
/// Rules::Magenta: one tempo, one time signature of four quarters, and pitches by the codec's map (or the reading map)
/// alone, whatever their channel. Empty, and the reason among the drops, where that is not so. No errors.
[[nodiscard]] Result<music::DrumPattern> grooveGrid(const music::NoteSequence& sequence,
                                                    const architecture::GrooveCodecConfig& config,
                                                    const ExtractionOptions& options, ExtractionReport& report);

} // namespace segue::codec
