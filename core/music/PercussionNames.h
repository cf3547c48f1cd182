#pragma once

#include "core/base/Quantity.h"

#include <string_view>

namespace segue::music {

/// What General MIDI plays on the drum channel at a pitch: "Side stick" for 37; empty beyond [27, 88).
/// Source: General MIDI 1 and 2, percussion key maps.
[[nodiscard]] std::string_view percussionName(MidiPitch pitch);

} // namespace segue::music
