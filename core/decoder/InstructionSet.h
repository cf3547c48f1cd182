#pragma once

#include <span>
#include <string_view>

namespace segue::decoder {

/// Which vectors the kernels use.
enum class InstructionSet {
    Plain, ///< what every processor of the build has; on x86-64 16 bytes
    Avx2, ///< 32 bytes, fused multiply-add
    Avx512, ///< 64 bytes
};

/// Those that this build has kernels of and this processor can run, the narrowest first.
[[nodiscard]] std::span<const InstructionSet> instructionSets();
[[nodiscard]] InstructionSet widestInstructionSet();
[[nodiscard]] std::string_view nameOf(InstructionSet set);

} // namespace segue::decoder
