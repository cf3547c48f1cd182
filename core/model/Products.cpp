#include "core/model/Products.h"

#include "core/model/ProductKernels.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <limits>
#include <new>
#include <vector>

namespace segue::model {
namespace {

constexpr std::align_val_t kCacheLine{64};

struct KernelsOfPrecisions {
    const ProductKernels* float32 = &kPlainProducts;
    const ProductKernels* bfloat16 = &kPlainBFloat16Products;
    bool hasBFloat16Units = false;
};

KernelsOfPrecisions widestKernels() {
    KernelsOfPrecisions kernels;
#if defined(__x86_64__) && defined(__GNUC__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        kernels = {&kAvx2Products, &kAvx2BFloat16Products, false};
    const bool isAvx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                          __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    if (isAvx512)
        kernels.float32 = &kAvx512Products;
    if (isAvx512 && __builtin_cpu_supports("avx512bf16")) {
        kernels.bfloat16 = &kAvx512BFloat16Products;
        kernels.hasBFloat16Units = true;
    }
#endif
    return kernels;
}

const KernelsOfPrecisions& kernelsOfThisProcessor() {
    static const KernelsOfPrecisions kernels = widestKernels();
    return kernels;
}

const ProductKernels& kernelsFor(Precision precision) {
    const KernelsOfPrecisions& kernels = kernelsOfThisProcessor();
    return precision == Precision::BFloat16 ? *kernels.bfloat16 : *kernels.float32;
}

std::int64_t roundedUp(std::int64_t count, std::int64_t multiple) {
    return (count + multiple - 1) / multiple * multiple;
}

std::int64_t wordsOf(Precision precision, std::int64_t numbers) {
    const std::int64_t perWord = kernelsFor(precision).perWord;
    return roundedUp(numbers, perWord) / perWord;
}

std::byte* wordAt(Precision precision, const FactorMemory& memory, std::int64_t index) {
    return memory.data() + index * kernelsFor(precision).wordBytes;
}

} // namespace

std::string_view nameOf(Precision precision) {
    return precision == Precision::BFloat16 ? "bfloat16" : "float32";
}

std::optional<Precision> precisionNamed(std::string_view name) {
    for (const Precision precision : {Precision::Float32, Precision::BFloat16})
        if (name == nameOf(precision))
            return precision;
    return std::nullopt;
}

bool hasUnitsFor(Precision precision) {
    return precision == Precision::Float32 || kernelsOfThisProcessor().hasBFloat16Units;
}

Precision fasterPrecision() {
    if (!hasUnitsFor(Precision::BFloat16))
        return Precision::Float32;
    constexpr std::int64_t kRows = 64;
    constexpr std::int64_t kUnits = 256;
    const std::vector<float> numbers(kUnits * 4 * kUnits, 1.0F);
    std::vector<float> result(kRows * 4 * kUnits);
    const auto seconds = [&](Precision precision) {
        const RightFactor weights(precision, {numbers.data(), kUnits, 4 * kUnits, 4 * kUnits});
        LeftFactor outputs(precision, kRows, kUnits);
        double least = std::numeric_limits<double>::infinity(); // of some: the machine may do something else meanwhile
        for (int repetition = 0; repetition < 10; ++repetition) {
            const auto start = std::chrono::steady_clock::now();
            outputs.setRows(0, {numbers.data(), kRows, kUnits, kUnits});
            weights.addProduct(outputs, 0, kRows, result.data(), 4 * kUnits);
            const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
            least = std::min(least, elapsed.count());
        }
        return least;
    };
    return seconds(Precision::BFloat16) < seconds(Precision::Float32) ? Precision::BFloat16 : Precision::Float32;
}

void FactorMemory::Free::operator()(std::byte* memory) const {
    ::operator delete(memory, kCacheLine);
}

FactorMemory::FactorMemory(std::int64_t bytes)
    : m_data(static_cast<std::byte*>(::operator new(static_cast<std::size_t>(bytes), kCacheLine))) {}

LeftFactor::LeftFactor(Precision precision, std::int64_t rows, std::int64_t depth)
    : m_precision(precision),
      m_rows(rows),
      m_depth(wordsOf(precision, depth)),
      m_rowStride(m_depth),
      m_words(rows * m_depth * kernelsFor(precision).wordBytes) {}

LeftFactor LeftFactor::transposed(Precision precision, const MatrixView& matrix) {
    LeftFactor factor(precision, matrix.columns, matrix.rows);
    factor.m_rowStride = 1;
    factor.m_depthStride = matrix.columns;
    kernelsFor(precision).packColumns(matrix.values, matrix.stride, matrix.rows, matrix.columns, matrix.columns,
                                      factor.m_words.data());
    return factor;
}

void LeftFactor::setRows(std::int64_t first, const MatrixView& matrix) {
    assert(first + matrix.rows <= m_rows && wordsOf(m_precision, matrix.columns) == m_depth && m_depthStride == 1);
    kernelsFor(m_precision)
        .pack(matrix.values, matrix.stride, matrix.rows, matrix.columns, wordAt(m_precision, m_words, first * m_depth));
}

RightFactor::RightFactor(Precision precision, std::int64_t depth, std::int64_t columns)
    : m_precision(precision),
      m_depth(wordsOf(precision, depth)),
      m_columns(columns),
      m_words(m_depth * roundedUp(columns, kernelsFor(precision).panel) * kernelsFor(precision).wordBytes) {}

RightFactor::RightFactor(Precision precision, const MatrixView& matrix)
    : RightFactor(precision, matrix.rows, matrix.columns) {
    const ProductKernels& kernels = kernelsFor(precision);
    kernels.packColumns(matrix.values, matrix.stride, matrix.rows, matrix.columns, kernels.panel, m_words.data());
}

RightFactor RightFactor::transposed(Precision precision, const MatrixView& matrix) {
    RightFactor factor(precision, matrix.columns, matrix.rows);
    kernelsFor(precision).packPanels(matrix.values, matrix.stride, matrix.rows, matrix.columns, factor.m_words.data());
    return factor;
}

void RightFactor::addProduct(const LeftFactor& left, std::int64_t first, std::int64_t count, float* result,
                             std::int64_t stride) const {
    assert(left.m_precision == m_precision && left.m_depth == m_depth && first + count <= left.m_rows);
    kernelsFor(m_precision)
        .addProduct({wordAt(m_precision, left.m_words, first * left.m_rowStride), left.m_rowStride, left.m_depthStride,
                     m_words.data(), count, m_depth, m_columns, result, stride});
}

} // namespace segue::model
