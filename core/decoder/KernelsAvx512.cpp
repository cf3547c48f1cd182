#include "core/decoder/KernelSource.h"

namespace segue::decoder {

constinit const KernelSet kAvx512Kernels = kKernelSet<64, 6, 6, 1>;

} // namespace segue::decoder
