#include "core/decoder/KernelSource.h"

namespace segue::decoder {

constinit const KernelSet kPlainKernels = kKernelSet<16, 3, 2, 2>;

} // namespace segue::decoder
