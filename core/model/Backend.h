#pragma once

#include <string>

namespace segue::model {

/// The BLAS library that LibTorch multiplies matrices with in this process.
struct BlasLibrary {
    std::string path; ///< of the loaded library; empty when LibTorch brings its own
    /// The unoptimised reference implementation: training is some twenty times slower with it.
    bool isReference = false;
};

[[nodiscard]] BlasLibrary blasLibrary();

/// "1.13.1".
[[nodiscard]] std::string torchVersion();

/// Whether a library of this path is the reference BLAS: Debian's alternatives all are called libblas.so and tell
/// themselves apart by their folder.
[[nodiscard]] bool isReferenceBlas(const std::string& path);

/// Sets the threads of matrix products, and one for everything else: LibTorch's own loops over our small tensors lose
/// more time in waking threads than they win. Call it before the first tensor. Requires: blasThreads > 0.
void useThreads(int blasThreads);

/// From now on the process keeps memory that is freed. Each step of learning takes and frees the same large tensors; if
/// their pages went back to the system in between, clearing them anew would take a tenth of its time. Without effect
/// where the C library has no such setting.
void keepFreedMemory();

} // namespace segue::model
