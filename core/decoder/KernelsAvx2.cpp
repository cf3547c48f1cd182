#include "core/decoder/KernelSource.h"

namespace segue::decoder {

constinit const KernelSet kAvx2Kernels = kKernelSet<32, 3, 2, 2>;

} // namespace segue::decoder
