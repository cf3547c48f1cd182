#pragma once

#include "core/architecture/Architecture.h"

#include <cstdint>

namespace segue::decoder {

/// Bytes that must be free to load a model of this architecture from its file into a LiveModel: its weights, and those
/// of the largest layer once more while they are packed. Right within a few per cent from a million weights on.
/// Requires: validate(architecture).
[[nodiscard]] std::uint64_t memoryNeeded(const architecture::Architecture& architecture);

} // namespace segue::decoder
