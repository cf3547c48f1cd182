#include "core/decoder/WeightPacker.h"

#include <algorithm>
#include <cassert>

namespace segue::decoder {
namespace {

std::size_t rowsOf(const files::Tensor& matrix) {
    return static_cast<std::size_t>(matrix.shape[0]);
}

MatrixColumns wholeOf(const files::Tensor& matrix) {
    const auto width = static_cast<std::size_t>(matrix.shape[1]);
    return {matrix.values, width, 0, width};
}

/// Those columns of `matrix` whose input comes as `kind`.
std::vector<MatrixColumns> columnsOf(const files::Tensor& matrix, const InputLayout& layout, InputKind kind) {
    std::vector<MatrixColumns> parts;
    const MatrixColumns whole = wholeOf(matrix);
    std::size_t first = 0;
    for (const InputColumns& columns : layout) {
        const auto count = static_cast<std::size_t>(columns.count);
        if (columns.kind == kind)
            parts.push_back({whole.values, whole.width, first, count});
        first += count;
    }
    assert(first == whole.width);
    return parts;
}

} // namespace

void InputWeights::lookAhead(const Rows& x, Rows& base, ActiveRows active, Team& team) const {
    for (const std::size_t row : active)
        std::ranges::copy(bias, base[row].begin());
    if (ahead.columns() > 0)
        addProduct(ahead, x, base, active, team);
}

WeightPacker::WeightPacker(std::map<std::string, files::Tensor>& weights, const Packing& packing)
    : WeightPacker(
          [&weights](const std::string& name) {
              auto node = weights.extract(name);
              assert(!node.empty());
              return std::move(node.mapped());
          },
          packing) {}

InputWeights WeightPacker::gates(const std::string& prefix, const InputLayout& layout) {
    const files::Tensor input = take(prefix + ".input_weight");
    const files::Tensor recurrent = take(prefix + ".recurrent_weight");
    const std::size_t units = rowsOf(input) / 4;
    auto dense = columnsOf(input, layout, InputKind::Dense);
    dense.push_back(wholeOf(recurrent));
    return {PackedMatrix::ofGates(columnsOf(input, layout, InputKind::Sparse), units, m_packing),
            PackedMatrix::ofGates(dense, units, m_packing),
            PackedMatrix::ofGates(columnsOf(input, layout, InputKind::Ahead), units, m_packing),
            packedGateBias(take(prefix + ".bias").values, m_packing)};
}

InputWeights WeightPacker::dense(const std::string& prefix, const InputLayout& layout) {
    const files::Tensor weight = take(prefix + ".weight");
    const std::size_t rows = rowsOf(weight);
    return {PackedMatrix::ofRows(columnsOf(weight, layout, InputKind::Sparse), rows, m_packing),
            PackedMatrix::ofRows(columnsOf(weight, layout, InputKind::Dense), rows, m_packing),
            PackedMatrix::ofRows(columnsOf(weight, layout, InputKind::Ahead), rows, m_packing),
            packedRowBias(take(prefix + ".bias").values)};
}

PackedMatrix WeightPacker::transposed(const files::Tensor& matrix) const {
    const std::size_t rows = rowsOf(matrix);
    const std::size_t columns = matrix.values.size() / rows;
    std::vector<float> values(matrix.values.size());
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t column = 0; column < columns; ++column)
            values[column * rows + row] = matrix.values[row * columns + column];
    return PackedMatrix::ofRows(values, columns, rows, m_packing);
}

} // namespace segue::decoder
