#pragma once

#include "core/decoder/InstructionSet.h"

namespace segue::decoder {

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

} // namespace segue::decoder
