#pragma once

#include "app/cli/Command.h"

namespace segue::cli {

/// `drum-maps`: the maps there are, one of them as a file to edit, and what of one's own music a map does not know.
void addDrumMapsCommand(CLI::App& root, Action& chosen);

} // namespace segue::cli
