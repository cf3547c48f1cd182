#pragma once

#include "core/codec/Codec.h"
#include "core/playback/LoopPattern.h"

namespace segue::playback {

/// A pattern of any kind as a loop. Drums are on channel 10, as drumLoop has them; every other instrument has a channel
/// of its own from channel 1 on, whatever the others play, and its program. Notes that are too many are left out from
/// the end. Requires: the pattern is of the codec's kind.
[[nodiscard]] LoopPattern patternLoop(const music::Pattern& pattern, const codec::Codec& codec);

} // namespace segue::playback
