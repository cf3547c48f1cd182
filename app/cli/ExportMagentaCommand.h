#pragma once

#include "app/cli/Command.h"

namespace segue::cli {

/// `segue-cli export-magenta`: a model file becomes a folder that magenta.js loads.
void addExportMagentaCommand(CLI::App& root, Action& chosen);

} // namespace segue::cli
