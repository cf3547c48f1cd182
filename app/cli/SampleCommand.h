#pragma once

#include "app/cli/Command.h"

namespace segue::cli {

/// `sample`: new grooves as MIDI files.
void addSampleCommand(CLI::App& root, Action& chosen);

} // namespace segue::cli
