#pragma once

#include "app/cli/Command.h"

namespace segue::cli {

/// `train`, which is also Magenta's `music_vae_train`.
void addTrainCommand(CLI::App& root, Action& chosen);

} // namespace segue::cli
