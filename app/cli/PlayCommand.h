#pragma once

#include "app/cli/Command.h"

namespace segue::cli {

/// `play`: loops a MIDI file on a port or through FluidSynth until it is interrupted.
void addPlayCommand(CLI::App& root, Action& chosen);

} // namespace segue::cli
