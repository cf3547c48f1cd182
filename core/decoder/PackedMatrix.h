#pragma once

#include "core/decoder/Packing.h"
#include "core/decoder/Rows.h"
#include "core/decoder/Team.h"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace segue::decoder {

/// Outputs come in blocks: 16 units times the gates i, f, g, o of an LSTM, or 64 rows of a plain matrix.
struct Block {
    static constexpr std::size_t kUnits = 16;
    static constexpr std::size_t kSize = 4 * kUnits;
};

/// The columns [first, first + count) of a row-major matrix [rows, width].
struct MatrixColumns {
    std::span<const float> values;
    std::size_t width = 0;
    std::size_t first = 0;
    std::size_t count = 0;
};

/// A weight matrix laid out in the order in which a product with a vector reads it. A panel is as many outputs as four
/// vectors of the packing's instruction set hold, a block one panel or more; panel follows panel, in each column
/// follows column, so that memory is streamed once from front to back. Outputs are padded with zeros to whole blocks.
class PackedMatrix {
public:
    PackedMatrix() = default;

    /// `parts` side by side, in this order; output 64 b + j is row 64 b + j.
    [[nodiscard]] static PackedMatrix ofRows(std::span<const MatrixColumns> parts, std::size_t rows,
                                             const Packing& packing = {});
    /// `parts` side by side, each [4 units, width], gates in the order i, f, g, o. With vectors of L values, panel p
    /// holds the units L p to L p + L - 1: their input gates, then their forget gates, cell candidates and output
    /// gates.
    [[nodiscard]] static PackedMatrix ofGates(std::span<const MatrixColumns> parts, std::size_t units,
                                              const Packing& packing = {});

    /// Of a whole matrix: `values` is [rows, columns] or [4 units, columns].
    [[nodiscard]] static PackedMatrix ofRows(std::span<const float> values, std::size_t rows, std::size_t columns,
                                             const Packing& packing = {});
    [[nodiscard]] static PackedMatrix ofGates(std::span<const float> values, std::size_t units, std::size_t columns,
                                              const Packing& packing = {});

    [[nodiscard]] std::size_t blocks() const { return m_columns == 0 ? 0 : m_blocks; }
    [[nodiscard]] std::size_t columns() const { return m_columns; }
    [[nodiscard]] std::size_t bytes() const { return m_lines.size() * sizeof(Line); }
    /// Requires: not made by the default constructor.
    [[nodiscard]] const Kernels& kernels() const { return *m_kernels; }
    /// Panel by panel, as the kernels read it.
    [[nodiscard]] const std::byte* data() const { return m_lines.empty() ? nullptr : m_lines.front().bytes.data(); }

    /// Outputs and what pads them.
    [[nodiscard]] static std::size_t paddedRows(std::size_t rows);
    [[nodiscard]] static std::size_t paddedGates(std::size_t units);

private:
    struct alignas(64) Line {
        std::array<std::byte, 64> bytes{};
    };
    template <class RowAt>
    PackedMatrix(std::span<const MatrixColumns> parts, std::size_t blocks, const Packing& packing, const RowAt& rowAt);

    std::vector<Line> m_lines;
    std::size_t m_blocks = 0;
    std::size_t m_columns = 0;
    const Kernels* m_kernels = nullptr;
};

/// A bias in the packed order of its matrix, padded with zeros. Shape: [paddedRows] or [paddedGates].
[[nodiscard]] std::vector<float> packedRowBias(std::span<const float> bias);
[[nodiscard]] std::vector<float> packedGateBias(std::span<const float> bias, const Packing& packing = {});

/// out += matrix * x for the active rows of a batch. Shape: x [R, matrix.columns()], out [R, 64 matrix.blocks()].
/// Real-time safe: yes.
void addProduct(const PackedMatrix& matrix, const Rows& x, Rows& out, ActiveRows active, Team& team);
/// The same of rows of which only `sparse`, [R], is not zero.
void addProduct(const PackedMatrix& matrix, SparseBatch sparse, Rows& out, ActiveRows active, Team& team);

/// out += column `column` of the matrix. Shape: out [64 matrix.blocks()]. Real-time safe: yes.
void addColumn(const PackedMatrix& matrix, std::size_t column, std::span<float> out);
/// x * column `column` of the matrix. Shape: x [64 matrix.blocks()]. Real-time safe: yes.
[[nodiscard]] float columnProduct(const PackedMatrix& matrix, std::size_t column, std::span<const float> x);

/// One step of an LSTM layer for the active rows of a batch, products and gates fused block by block:
///     i, f, g, o = base + sparseWeights * sparse + denseWeights * dense
///     c <- sigmoid(f) c + sigmoid(i) tanh(g);  h <- sigmoid(o) tanh(c)
/// The forget gate's +1 is part of the bias. Shape: sparse [R]; of the rows of the others, base has 64 values a block,
/// cell and output 16. Requires: output overlaps nothing else. Empty sparseWeights read nothing of `sparse`.
/// Source: Hochreiter and Schmidhuber 1997 with Gers' forget gate; magenta/contrib/rnn.py, LSTMBlockCell.
/// Real-time safe: yes.
void stepLstm(const PackedMatrix& sparseWeights, SparseBatch sparse, const PackedMatrix& denseWeights,
              const Rows& dense, const Rows& base, Rows& cell, Rows& output, ActiveRows active, Team& team);

} // namespace segue::decoder
