#pragma once

#include "app/cli/Command.h"

namespace segue::cli {

/// `convert`, which is also Magenta's `convert_dir_to_note_sequences`.
void addConvertCommand(CLI::App& root, Action& chosen);

} // namespace segue::cli
