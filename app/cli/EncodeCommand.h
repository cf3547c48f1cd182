#pragma once

#include "app/cli/Command.h"

namespace segue::cli {

/// `encode`: grooves to points of the latent space.
void addEncodeCommand(CLI::App& root, Action& chosen);

} // namespace segue::cli
