#pragma once

#include "app/cli/Command.h"

namespace segue::cli {

/// `inspect`: what is in a file of any kind that Segue knows.
void addInspectCommand(CLI::App& root, Action& chosen);

} // namespace segue::cli
