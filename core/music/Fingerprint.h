#pragma once

#include "core/music/NoteSequence.h"

#include <cstdint>

namespace segue::music {

/// The same number for the same music: equal notes at equal times (to the microsecond) on equal programs, with equal
/// tempos and time signatures. Names, the order of tracks, and which track plays a note make no difference. Chance
/// makes two of a million pieces alike once in thirty million collections.
[[nodiscard]] std::uint64_t fingerprint(const NoteSequence& sequence);

} // namespace segue::music
