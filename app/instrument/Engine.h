#pragma once

#include "app/session/Session.h"
#include "core/architecture/Architecture.h"
#include "core/decoder/Packing.h"

namespace segue::instrument {

// How a model is run: as chosen, else by its size. A small one is there before its loop has moved on, whatever is done;
// of a large one reading the weights is what takes the time, and both halving them and a second core halve that.

[[nodiscard]] decoder::Precision precisionFor(const architecture::Architecture& architecture,
                                              const session::Engine& engine);
/// 1 or 2. Never more than the machine has processors.
[[nodiscard]] int threadsFor(const architecture::Architecture& architecture, const session::Engine& engine);

} // namespace segue::instrument
