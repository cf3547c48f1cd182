#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace segue::decoder {

/// 64 outputs side by side, as the kernels take them: 16 units times the gates i, f, g, o of an LSTM, or 64 rows of a
/// plain matrix. One cache line holds 16 floats, so a block is four of them.
struct alignas(64) Block {
    static constexpr std::size_t kUnits = 16;
    static constexpr std::size_t kSize = 4 * kUnits;

    std::array<float, kSize> values{};
};

/// One input that is not zero: most of a drum pattern's are.
struct SparseInput {
    std::size_t column = 0;
    float value = 0.0F;
};

/// A weight matrix laid out in the order in which a product with a vector reads it: block by block of outputs, column
/// by column within a block, so that memory is streamed once from front to back. Outputs are padded with zeros to
/// whole blocks.
class PackedMatrix {
public:
    PackedMatrix() = default;

    /// `values` is row-major [rows, columns]; output 64 b + j is row 64 b + j.
    [[nodiscard]] static PackedMatrix ofRows(std::span<const float> values, std::size_t rows, std::size_t columns);
    /// `values` is row-major [4 units, columns], gates in the order i, f, g, o. Block b holds the units 16 b to
    /// 16 b + 15: their input gates, then their forget gates, cell candidates and output gates.
    [[nodiscard]] static PackedMatrix ofGates(std::span<const float> values, std::size_t units, std::size_t columns);
    /// Both matrices side by side: the product with (x, y) is left x + right y. Requires: as many blocks each.
    [[nodiscard]] static PackedMatrix besides(const PackedMatrix& left, const PackedMatrix& right);

    [[nodiscard]] std::size_t blocks() const { return m_columns == 0 ? 0 : m_blocks.size() / m_columns; }
    [[nodiscard]] std::size_t columns() const { return m_columns; }
    [[nodiscard]] const Block* block(std::size_t index) const { return m_blocks.data() + index * m_columns; }

private:
    std::vector<Block> m_blocks; // [block][column]
    std::size_t m_columns = 0;
};

/// The bias of a gates' matrix in its packed order.
[[nodiscard]] std::vector<Block> packedBias(std::span<const float> bias, std::size_t units);

/// out += matrix * x. Requires: x has matrix.columns() values, out has matrix.blocks() blocks.
/// Real-time safe: yes.
void addProduct(const PackedMatrix& matrix, std::span<const float> x, std::span<Block> out);

/// One step of an LSTM layer, products and gates fused block by block:
///     i, f, g, o = base + sparseWeights * sparse + denseWeights * dense
///     c <- sigmoid(f) c + sigmoid(i) tanh(g);  h <- sigmoid(o) tanh(c)
/// The forget gate's +1 is part of the bias. Requires: cell and output have 16 values a block and overlap nothing else.
/// Source: Hochreiter and Schmidhuber 1997 with Gers' forget gate; magenta/contrib/rnn.py, LSTMBlockCell.
/// Real-time safe: yes.
void stepLstm(const PackedMatrix& sparseWeights, std::span<const SparseInput> sparse, const PackedMatrix& denseWeights,
              std::span<const float> dense, std::span<const Block> base, std::span<float> cell,
              std::span<float> output);

} // namespace segue::decoder
