#pragma once

#include <cstddef>
#include <cstdint>

namespace segue::model {

/// Part of a product, as RightFactor::addProduct says it. Words of the left factor lie `rowStride` apart from one row
/// to the next, and `depthStride` along the sum; both strides and depth count words.
struct ProductTask {
    const std::byte* left = nullptr;
    std::int64_t rowStride = 0;
    std::int64_t depthStride = 0;
    const std::byte* right = nullptr; ///< panels
    std::int64_t rows = 0;
    std::int64_t depth = 0;
    std::int64_t columns = 0;
    float* result = nullptr;
    std::int64_t resultStride = 0;
};

/// How numbers lie in words, and the loop over them, for one instruction set and one precision. A sum runs along
/// `perWord` numbers a word; what is missing of a last word or panel is zeros.
struct ProductKernels {
    std::int64_t perWord;
    std::int64_t wordBytes;
    std::int64_t panel; ///< columns

    /// Rows of numbers as rows of words.
    void (*pack)(const float* from, std::int64_t stride, std::int64_t rows, std::int64_t columns, std::byte* to);
    /// Words along the columns of the numbers, `perWord` rows each, in panels of so many columns.
    void (*packColumns)(const float* from, std::int64_t stride, std::int64_t rows, std::int64_t columns,
                        std::int64_t panel, std::byte* to);
    /// Words along the rows of the numbers, in panels of so many rows.
    void (*packPanels)(const float* from, std::int64_t stride, std::int64_t rows, std::int64_t columns, std::byte* to);
    void (*addProduct)(const ProductTask& task);
};

extern const ProductKernels kPlainProducts;
extern const ProductKernels kPlainBFloat16Products;
extern const ProductKernels kAvx2Products; ///< only in builds for x86-64, as those below
extern const ProductKernels kAvx2BFloat16Products;
extern const ProductKernels kAvx512Products;
extern const ProductKernels kAvx512BFloat16Products; ///< with units of its own

} // namespace segue::model
