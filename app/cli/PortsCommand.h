#pragma once

#include "app/cli/Command.h"

namespace segue::cli {

/// `ports`: what can be sent to and listened through, and why the rest cannot.
void addPortsCommand(CLI::App& root, Action& chosen);

} // namespace segue::cli
