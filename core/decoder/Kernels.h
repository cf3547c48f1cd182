#pragma once

#include "core/decoder/SparseInput.h"

#include <cstddef>

namespace segue::decoder {

/// The weights of a product as PackedMatrix lays them out: panels of 4 L outputs (L lanes of the instruction set's
/// vectors), each with its columns one after another.
struct KernelWeights {
    const std::byte* sparse = nullptr;
    std::size_t sparseColumns = 0;
    const std::byte* dense = nullptr;
    std::size_t denseColumns = 0;
};

/// What one row of a batch brings to a product, and where it goes.
struct KernelRow {
    const SparseInput* sparse = nullptr;
    std::size_t sparseCount = 0;
    const float* dense = nullptr;
    const float* base = nullptr; ///< what the products are added to, in the panels' order
    float* cell = nullptr; ///< of an LSTM
    float* out = nullptr; ///< of an LSTM its h; otherwise the sums, in the panels' order; may be base
};

/// The inner loops for one instruction set and one way of keeping weights. Every sum adds base, the sparse inputs and
/// then the columns in their order, however many rows and panels are worked on together: a row has the same bits alone
/// and in a batch. Each set is compiled in a unit of its own, so that no other code can run its instructions.
struct Kernels {
    static constexpr std::size_t kMostRows = 6;

    std::size_t lanes; ///< L
    std::size_t rows; ///< of one call at most; kMostRows or fewer

    /// Panels [first, last) of out = base + sparse weights * sparse + dense weights * dense.
    void (*product)(const KernelWeights& weights, const KernelRow* rows, std::size_t count, std::size_t first,
                    std::size_t last);
    /// The same as the gates i, f, g, o of L units a panel, and what they make of c and h. See stepLstm.
    void (*lstm)(const KernelWeights& weights, const KernelRow* rows, std::size_t count, std::size_t first,
                 std::size_t last);
    /// x * a column of the sparse weights' first `panels` panels. Adds by lanes, and so in another order in each set.
    float (*columnProduct)(const KernelWeights& weights, std::size_t column, const float* x, std::size_t panels);
    /// Of `count` values, a multiple of 4 L; out may be x.
    void (*sigmoid)(const float* x, float* out, std::size_t count);
    void (*hyperbolicTangent)(const float* x, float* out, std::size_t count);
};

struct KernelSet {
    Kernels float32;
    Kernels bfloat16;
};

extern const KernelSet kPlainKernels;
extern const KernelSet kAvx2Kernels; ///< only in builds for x86-64
extern const KernelSet kAvx512Kernels; ///< only in builds for x86-64

} // namespace segue::decoder
