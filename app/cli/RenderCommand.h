#pragma once

#include "app/cli/Command.h"

namespace segue::cli {

/// `render`: a MIDI file as sound.
void addRenderCommand(CLI::App& root, Action& chosen);

} // namespace segue::cli
