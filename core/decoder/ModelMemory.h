#pragma once

#include "core/architecture/Architecture.h"
#include "core/decoder/Packing.h"

#include <cstdint>

namespace segue::decoder {

/// Bytes that must be free to load a model of this architecture from its file into a LiveModel: the weights packed so
/// far, and those of the layer that is being packed, as they are in the file. Right within a few per cent from a
/// million weights on. Requires: validate(architecture).
[[nodiscard]] std::uint64_t memoryNeeded(const architecture::Architecture& architecture,
                                         Precision precision = Precision::Float32);

} // namespace segue::decoder
