#include "core/decoder/InstructionSet.h"

#include <vector>

namespace segue::decoder {

std::span<const InstructionSet> instructionSets() {
    static const std::vector<InstructionSet> sets = [] {
        std::vector<InstructionSet> found{InstructionSet::Plain};
#if defined(__x86_64__) && defined(__GNUC__)
        __builtin_cpu_init();
        if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
            found.push_back(InstructionSet::Avx2);
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
            __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
            found.push_back(InstructionSet::Avx512);
#endif
        return found;
    }();
    return sets;
}

InstructionSet widestInstructionSet() {
    return instructionSets().back();
}

std::string_view nameOf(InstructionSet set) {
    switch (set) {
    case InstructionSet::Plain: return "plain";
    case InstructionSet::Avx2: return "AVX2";
    case InstructionSet::Avx512: return "AVX-512";
    }
    return "";
}

} // namespace segue::decoder
