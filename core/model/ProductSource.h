#pragma once

// The source of all products; a unit for each instruction set includes it and is compiled for that set. It has the
// compiler's own vectors (GCC and Clang), and nothing of the standard library that could be emitted as a function: the
// linker keeps one copy of an inline function for all units, which may be the one that only newer processors can run.
// All of it is unnamed; a unit exports its tables and nothing else.

#include "core/model/ProductKernels.h"

namespace segue::model {
namespace {

template <std::size_t kBytes>
struct Vectors {
    static constexpr std::int64_t kLanes = kBytes / sizeof(float);
    using Floats __attribute__((vector_size(kBytes))) = float;
    using Words __attribute__((vector_size(kBytes))) = std::uint32_t;
};

template <class Vector>
[[gnu::always_inline]] inline void load(Vector& vector, const void* from) {
    __builtin_memcpy(&vector, from, sizeof vector);
}

template <class Vector>
[[gnu::always_inline]] inline void store(const Vector& vector, void* to) {
    __builtin_memcpy(to, &vector, sizeof vector);
}

/// Numbers as they are.
template <std::size_t kBytes>
struct FloatWords : Vectors<kBytes> {
    using Word = float;
    using typename Vectors<kBytes>::Floats;
    using Panel = Floats;
    static constexpr std::int64_t kPerWord = 1;

    [[gnu::always_inline]] static Word wordOf(const float* from, std::int64_t /*stride*/, bool /*isWhole*/) {
        return *from;
    }
    [[gnu::always_inline]] static void addProduct(Floats& sum, Word left, const Panel& right) { sum += left * right; }
};

/// The upper half of a float, rounded to the nearest, of two equally near ones to the even one; what is no number stays
/// none.
[[gnu::always_inline]] inline std::uint32_t bfloat16Of(float value) {
    std::uint32_t bits = 0;
    __builtin_memcpy(&bits, &value, sizeof bits);
    const std::uint32_t rounded = (bits + 0x7FFFU + (bits >> 16 & 1U)) >> 16;
    return value == value ? rounded : bits >> 16 | 0x40U;
}

/// Two bfloat16 that are neighbours along the sum: the first in the lower half.
template <std::size_t kBytes>
struct BFloat16Words : Vectors<kBytes> {
    using Word = std::uint32_t;
    using typename Vectors<kBytes>::Floats;
    using Panel = typename Vectors<kBytes>::Words;
    static constexpr std::int64_t kPerWord = 2;

    [[gnu::always_inline]] static Word wordOf(const float* from, std::int64_t stride, bool isWhole) {
        return bfloat16Of(from[0]) | (isWhole ? bfloat16Of(from[stride]) << 16 : 0U);
    }
    [[gnu::always_inline]] static void addProduct(Floats& sum, Word left, const Panel& right) {
        const Panel lower = right << 16;
        const Panel upper = right & 0xFFFF0000U;
        Floats first;
        Floats second;
        load(first, &lower);
        load(second, &upper);
        const Word lowerLeft = left << 16;
        const Word upperLeft = left & 0xFFFF0000U;
        float firstLeft = 0.0F;
        float secondLeft = 0.0F;
        __builtin_memcpy(&firstLeft, &lowerLeft, sizeof firstLeft);
        __builtin_memcpy(&secondLeft, &upperLeft, sizeof secondLeft);
        sum += secondLeft * second;
        sum += firstLeft * first;
    }
};

/// `W` says how numbers lie in words; a tile of the result, kRows by kVectors vectors, stays in registers for a sum.
template <class W, std::int64_t kMostRows, std::int64_t kVectors>
struct Products {
    using Word = typename W::Word;
    using Floats = typename W::Floats;
    using Panel = typename W::Panel;
    static constexpr std::int64_t kPanel = kVectors * W::kLanes;
    static constexpr std::int64_t kDepth = 256; ///< words of a sum at once: a panel of them fits the first cache
    static constexpr std::int64_t kBlock = 16 * kMostRows; ///< rows at once: their words fit the second

    static std::int64_t least(std::int64_t a, std::int64_t b) { return a < b ? a : b; }
    static std::int64_t wordsOf(std::int64_t numbers) { return (numbers + W::kPerWord - 1) / W::kPerWord; }

    static void pack(const float* from, std::int64_t stride, std::int64_t rows, std::int64_t columns, std::byte* to) {
        auto* words = reinterpret_cast<Word*>(to);
        const std::int64_t whole = columns / W::kPerWord;
        for (std::int64_t row = 0; row < rows; ++row, from += stride) {
            for (std::int64_t word = 0; word < whole; ++word)
                words[word] = W::wordOf(from + word * W::kPerWord, 1, true);
            words += whole;
            if (whole * W::kPerWord < columns)
                *words++ = W::wordOf(from + whole * W::kPerWord, 1, false);
        }
    }

    static void packColumns(const float* from, std::int64_t stride, std::int64_t rows, std::int64_t columns,
                            std::int64_t panel, std::byte* to) {
        auto* words = reinterpret_cast<Word*>(to);
        for (std::int64_t first = 0; first < columns; first += panel) {
            const std::int64_t width = least(panel, columns - first);
            for (std::int64_t row = 0; row < rows; row += W::kPerWord, words += panel) {
                const float* const at = from + row * stride + first;
                if (row + W::kPerWord <= rows)
                    for (std::int64_t column = 0; column < width; ++column)
                        words[column] = W::wordOf(at + column, stride, true);
                else
                    for (std::int64_t column = 0; column < width; ++column)
                        words[column] = W::wordOf(at + column, stride, false);
                for (std::int64_t column = width; column < panel; ++column)
                    words[column] = Word{};
            }
        }
    }

    static void packPanels(const float* from, std::int64_t stride, std::int64_t rows, std::int64_t columns,
                           std::byte* to) {
        auto* words = reinterpret_cast<Word*>(to);
        for (std::int64_t first = 0; first < rows; first += kPanel) {
            const std::int64_t width = least(kPanel, rows - first);
            for (std::int64_t column = 0; column < columns; column += W::kPerWord, words += kPanel) {
                const float* const at = from + first * stride + column;
                const bool isWhole = column + W::kPerWord <= columns;
                for (std::int64_t row = 0; row < width; ++row)
                    words[row] = W::wordOf(at + row * stride, 1, isWhole);
                for (std::int64_t row = width; row < kPanel; ++row)
                    words[row] = Word{};
            }
        }
    }

    /// result [kRows, kPanel] += left * right.
    template <std::int64_t kRows>
    static void addTile(const Word* left, std::int64_t rowStride, std::int64_t depthStride, const Word* right,
                        std::int64_t depth, float* result, std::int64_t resultStride) {
        Floats sums[kRows][kVectors];
        for (std::int64_t row = 0; row < kRows; ++row)
            for (std::int64_t n = 0; n < kVectors; ++n)
                load(sums[row][n], result + row * resultStride + n * W::kLanes);
        for (std::int64_t k = 0; k < depth; ++k) {
            Panel panel[kVectors];
            for (std::int64_t n = 0; n < kVectors; ++n)
                load(panel[n], right + k * kPanel + n * W::kLanes);
            for (std::int64_t row = 0; row < kRows; ++row) {
                const Word word = left[row * rowStride + k * depthStride];
                for (std::int64_t n = 0; n < kVectors; ++n)
                    W::addProduct(sums[row][n], word, panel[n]);
            }
        }
        for (std::int64_t row = 0; row < kRows; ++row)
            for (std::int64_t n = 0; n < kVectors; ++n)
                store(sums[row][n], result + row * resultStride + n * W::kLanes);
    }

    template <std::int64_t kRows>
    static void addTileOf(std::int64_t rows, const Word* left, std::int64_t rowStride, std::int64_t depthStride,
                          const Word* right, std::int64_t depth, float* result, std::int64_t resultStride) {
        if (rows == kRows)
            addTile<kRows>(left, rowStride, depthStride, right, depth, result, resultStride);
        else if constexpr (kRows > 1)
            addTileOf<kRows - 1>(rows, left, rowStride, depthStride, right, depth, result, resultStride);
    }

    /// Some rows of one panel, in tiles of about equal height.
    static void addPanel(const ProductTask& task, const Word* left, const Word* right, std::int64_t depth,
                         std::int64_t rows, float* result, std::int64_t resultStride) {
        for (std::int64_t tiles = (rows + kMostRows - 1) / kMostRows; tiles > 0; --tiles) {
            const std::int64_t height = (rows + tiles - 1) / tiles;
            addTileOf<kMostRows>(height, left, task.rowStride, task.depthStride, right, depth, result, resultStride);
            left += height * task.rowStride;
            result += height * resultStride;
            rows -= height;
        }
    }

    /// The last panel, where it is wider than the result.
    static void addNarrowPanel(const ProductTask& task, const Word* left, const Word* right, std::int64_t depth,
                               std::int64_t rows, float* result, std::int64_t columns) {
        float sums[kBlock * kPanel] = {};
        for (std::int64_t row = 0; row < rows; ++row)
            for (std::int64_t column = 0; column < columns; ++column)
                sums[row * kPanel + column] = result[row * task.resultStride + column];
        addPanel(task, left, right, depth, rows, sums, kPanel);
        for (std::int64_t row = 0; row < rows; ++row)
            for (std::int64_t column = 0; column < columns; ++column)
                result[row * task.resultStride + column] = sums[row * kPanel + column];
    }

    static void addProduct(const ProductTask& task) {
        const auto* const left = reinterpret_cast<const Word*>(task.left);
        const auto* const right = reinterpret_cast<const Word*>(task.right);
        for (std::int64_t row = 0; row < task.rows; row += kBlock) {
            const std::int64_t rows = least(kBlock, task.rows - row);
            for (std::int64_t k = 0; k < task.depth; k += kDepth) {
                const std::int64_t depth = least(kDepth, task.depth - k);
                const Word* const leftPart = left + row * task.rowStride + k * task.depthStride;
                for (std::int64_t column = 0; column < task.columns; column += kPanel) {
                    const Word* const panel = right + column * task.depth + k * kPanel;
                    float* const result = task.result + row * task.resultStride + column;
                    if (column + kPanel <= task.columns)
                        addPanel(task, leftPart, panel, depth, rows, result, task.resultStride);
                    else
                        addNarrowPanel(task, leftPart, panel, depth, rows, result, task.columns - column);
                }
            }
        }
    }

    static constexpr ProductKernels kKernels{
        W::kPerWord, sizeof(Word), kPanel, pack, packColumns, packPanels, addProduct,
    };
};

} // namespace
} // namespace segue::model
