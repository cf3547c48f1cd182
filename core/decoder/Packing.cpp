#include "core/decoder/Packing.h"

#include "core/decoder/Kernels.h"

namespace segue::decoder {
namespace {

const KernelSet& kernelsOf(InstructionSet instructions) {
#if defined(__x86_64__)
    if (instructions == InstructionSet::Avx512)
        return kAvx512Kernels;
    if (instructions == InstructionSet::Avx2)
        return kAvx2Kernels;
#endif
    static_cast<void>(instructions);
    return kPlainKernels;
}

} // namespace

const Kernels& kernelsFor(const Packing& packing) {
    const KernelSet& set = kernelsOf(packing.instructions);
    return packing.precision == Precision::BFloat16 ? set.bfloat16 : set.float32;
}

} // namespace segue::decoder
