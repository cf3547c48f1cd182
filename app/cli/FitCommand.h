#pragma once

#include "app/cli/Command.h"

namespace segue::cli {

void addFitCommand(CLI::App& root, Action& chosen);

} // namespace segue::cli
