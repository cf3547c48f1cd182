#pragma once

#include "core/base/Result.h"
#include "core/files/RepairLog.h"
#include "core/files/Score.h"
#include "core/music/NoteSequence.h"

namespace segue::files {

/// More notes, tempos, keys and chord symbols than this are not unfolded from repeats.
inline constexpr std::size_t kMaximumUnfoldedEvents = 1'000'000;
inline constexpr std::size_t kMaximumMeasures = 100'000;

/// The score in seconds: measures one after another as long as MusicXml.md says, or in the order of their repeats; ties
/// merged, tempos applied. A measure that its time signature does not fit has one of its own, so that bars stay where
/// they are written. Errors: Unsupported (too long once it is unfolded).
[[nodiscard]] Result<music::NoteSequence> performScore(const Score& score, bool unfoldingRepeats, RepairLog& repairs);

} // namespace segue::files
