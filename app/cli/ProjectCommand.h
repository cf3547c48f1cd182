#pragma once

#include "app/cli/Command.h"

namespace segue::cli {

/// `project`: the map of a data set under a model, as a map file, a table and a picture.
void addProjectCommand(CLI::App& root, Action& chosen);

} // namespace segue::cli
