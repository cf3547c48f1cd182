#pragma once

#include "app/cli/Command.h"

namespace segue::cli {

/// `tokens`: music to the numbers that a model learns from, and back.
void addTokensCommand(CLI::App& root, Action& chosen);

} // namespace segue::cli
