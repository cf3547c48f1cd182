#pragma once

#include "app/cli/Command.h"

namespace segue::cli {

/// `decode`: points of the latent space to grooves.
void addDecodeCommand(CLI::App& root, Action& chosen);

} // namespace segue::cli
