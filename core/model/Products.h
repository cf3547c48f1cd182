#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace segue::model {

/// In which numbers matrices are multiplied. Sums are always of 32 bits.
enum class Precision {
    Float32,
    BFloat16, ///< factors rounded to 8 bits of precision: half the bytes, and twice the products a second
};

/// "float32", "bfloat16".
[[nodiscard]] std::string_view nameOf(Precision precision);
[[nodiscard]] std::optional<Precision> precisionNamed(std::string_view name);
/// Whether this processor has units for it. Without them BFloat16 gives the same numbers within rounding, more slowly.
[[nodiscard]] bool hasUnitsFor(Precision precision);
/// That in which this processor multiplies the inside of an LSTM faster: both are tried, which takes some milliseconds.
[[nodiscard]] Precision fasterPrecision();

/// Numbers of a matrix that lie in memory row by row. Requires: columns <= stride.
struct MatrixView {
    const float* values = nullptr;
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::int64_t stride = 0; ///< from a row to the next
};

/// Memory at the beginning of a cache line.
class FactorMemory {
public:
    explicit FactorMemory(std::int64_t bytes);
    [[nodiscard]] std::byte* data() const { return m_data.get(); }

private:
    struct Free {
        void operator()(std::byte* memory) const;
    };
    std::unique_ptr<std::byte, Free> m_data;
};

/// The left factor of a product, M rows of K, as the kernels read it: in words of one float, or of two bfloat16 that
/// are neighbours along K.
class LeftFactor {
public:
    /// Room for M rows, which are filled by setRows.
    LeftFactor(Precision precision, std::int64_t rows, std::int64_t depth);
    /// Of the matrix turned round: M are its columns, K its rows.
    [[nodiscard]] static LeftFactor transposed(Precision precision, const MatrixView& matrix);

    /// Requires: not transposed; matrix.columns is K.
    void setRows(std::int64_t first, const MatrixView& matrix);

    [[nodiscard]] std::int64_t rows() const { return m_rows; }

private:
    friend class RightFactor;
    Precision m_precision;
    std::int64_t m_rows;
    std::int64_t m_depth; ///< in words
    std::int64_t m_rowStride; ///< in words
    std::int64_t m_depthStride = 1; ///< in words
    FactorMemory m_words;
};

/// The right factor, K by N: panels of some columns, each with its rows one after another.
class RightFactor {
public:
    RightFactor(Precision precision, const MatrixView& matrix);
    /// Of the matrix turned round: K are its columns, N its rows.
    [[nodiscard]] static RightFactor transposed(Precision precision, const MatrixView& matrix);

    /// result += left rows [first, first + count) times this. Shape: result [count, N], `stride` from a row to the
    /// next. Every sum adds its terms in the same order, whatever the number of rows. Requires: both of one precision
    /// and the same K.
    void addProduct(const LeftFactor& left, std::int64_t first, std::int64_t count, float* result,
                    std::int64_t stride) const;

private:
    RightFactor(Precision precision, std::int64_t depth, std::int64_t columns);
    Precision m_precision;
    std::int64_t m_depth; ///< in words
    std::int64_t m_columns;
    FactorMemory m_words;
};

} // namespace segue::model
