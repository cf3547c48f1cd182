#pragma once

#include <string_view>

namespace segue::music {

/// What General MIDI calls a program: "Flute" for 73. Requires: program in [0, 128).
/// Source: General MIDI 1, sound set.
[[nodiscard]] std::string_view programName(int program);

} // namespace segue::music
