#pragma once

#include "app/cli/Command.h"

namespace segue::cli {

/// `configs`: what there is to train, and a start for one's own.
void addConfigsCommand(CLI::App& root, Action& chosen);

} // namespace segue::cli
