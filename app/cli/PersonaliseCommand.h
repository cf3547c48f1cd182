#pragma once

#include "app/cli/Command.h"

namespace segue::cli {

void addPersonaliseCommand(CLI::App& root, Action& chosen);

} // namespace segue::cli
