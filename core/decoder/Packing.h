#pragma once

#include "core/decoder/InstructionSet.h"

namespace segue::decoder {

struct Kernels;

/// How weights are kept. All else is single precision.
enum class Precision {
    Float32,
    BFloat16, ///< half the memory, and nearly half the time where reading weights is what takes it
};

/// How weights lie in memory, and so which kernels read them.
struct Packing {
    Precision precision = Precision::Float32;
    InstructionSet instructions = widestInstructionSet(); ///< one of instructionSets()
};

/// The loops that read weights that lie so.
[[nodiscard]] const Kernels& kernelsFor(const Packing& packing);

} // namespace segue::decoder
