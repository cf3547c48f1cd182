#pragma once

#include "app/cli/Command.h"

namespace segue::cli {

/// `segue-cli import-magenta`: a checkpoint of Magenta's becomes a model file.
void addImportMagentaCommand(CLI::App& root, Action& chosen);

} // namespace segue::cli
