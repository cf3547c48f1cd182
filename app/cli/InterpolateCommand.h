#pragma once

#include "app/cli/Command.h"

namespace segue::cli {

/// `interpolate`: the grooves between two MIDI files.
void addInterpolateCommand(CLI::App& root, Action& chosen);

} // namespace segue::cli
