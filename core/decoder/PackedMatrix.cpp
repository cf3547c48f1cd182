#include "core/decoder/PackedMatrix.h"

#include "core/decoder/BFloat16.h"
#include "core/decoder/Kernels.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <functional>
#include <numeric>
#include <optional>

namespace segue::decoder {
namespace {

std::size_t ceilOf(std::size_t count, std::size_t divisor) {
    return (count + divisor - 1) / divisor;
}

std::size_t columnsOf(std::span<const MatrixColumns> parts) {
    return std::transform_reduce(parts.begin(), parts.end(), std::size_t{0}, std::plus<>(),
                                 [](const MatrixColumns& part) { return part.count; });
}

/// A column of a panel, [4, lanes], as it lies in memory; returns where the next one goes.
std::byte* store(std::span<const float> column, Precision precision, std::byte* to) {
    if (precision == Precision::Float32) {
        std::memcpy(to, column.data(), column.size_bytes());
        return to + column.size_bytes();
    }
    const std::size_t lanes = column.size() / 4;
    for (std::size_t even = 0; even < column.size(); even += 2 * lanes)
        for (std::size_t lane = even; lane < even + lanes; ++lane, to += sizeof(std::uint32_t)) {
            const std::uint32_t upper = bfloat16Of(column[lane + lanes]);
            const std::uint32_t word = upper << 16 | bfloat16Of(column[lane]);
            std::memcpy(to, &word, sizeof word);
        }
    return to;
}

/// Panels of the packing's instruction set.
std::size_t panelsOf(std::size_t blocks, const Kernels& kernels) {
    return blocks * (Block::kUnits / kernels.lanes);
}

auto rowsInOrder(std::size_t rows, std::size_t lanes) {
    return [=](std::size_t panel, std::size_t vector, std::size_t lane) -> std::optional<std::size_t> {
        const std::size_t row = (panel * 4 + vector) * lanes + lane;
        return row < rows ? std::optional(row) : std::nullopt;
    };
}

auto rowsByGate(std::size_t units, std::size_t lanes) {
    return [=](std::size_t panel, std::size_t gate, std::size_t lane) -> std::optional<std::size_t> {
        const std::size_t unit = panel * lanes + lane;
        return unit < units ? std::optional(gate * units + unit) : std::nullopt;
    };
}

using Kernel = decltype(Kernels::product);

/// Blocks [first, last) of `count` rows, as many of these at once as the kernel takes: the weights of a block stay in
/// the cache for all of them.
template <class RowAt>
void run(Kernel kernel, const Kernels& kernels, const KernelWeights& weights, std::size_t count, std::size_t first,
         std::size_t last, const RowAt& rowAt) {
    std::array<KernelRow, Kernels::kMostRows> rows;
    const std::size_t tiles = ceilOf(count, kernels.rows);
    const std::size_t step = tiles == 1 ? last - first : 1;
    for (std::size_t block = first; block < last; block += step)
        for (std::size_t tile = 0; tile < tiles; ++tile) {
            const std::size_t begin = count * tile / tiles;
            const std::size_t size = count * (tile + 1) / tiles - begin;
            for (std::size_t row = 0; row < size; ++row)
                rows[row] = rowAt(begin + row);
            kernel(weights, rows.data(), size, panelsOf(block, kernels), panelsOf(block + step, kernels));
        }
}

/// Asks for all that a thread is about to read of what others have just written: line after line, as they are needed,
/// each would take the time of a trip to another core.
void fetch(const Rows& rows, ActiveRows active) {
    constexpr std::size_t kLine = 16; // floats
    if (active.size() != 1) // their products take longer than any trip
        return;
    const std::span<const float> row = rows[active.front()];
    for (std::size_t at = 0; at < row.size(); at += kLine)
        __builtin_prefetch(&row[at]);
}

} // namespace

std::size_t PackedMatrix::paddedRows(std::size_t rows) {
    return ceilOf(rows, Block::kSize) * Block::kSize;
}

std::size_t PackedMatrix::paddedGates(std::size_t units) {
    return ceilOf(units, Block::kUnits) * Block::kSize;
}

template <class RowAt>
PackedMatrix::PackedMatrix(std::span<const MatrixColumns> parts, std::size_t blocks, const Packing& packing,
                           const RowAt& rowAt)
    : m_blocks(blocks), m_columns(columnsOf(parts)), m_kernels(&kernelsFor(packing)) {
    const std::size_t outputs = 4 * m_kernels->lanes; // of a panel
    const std::size_t bytes = packing.precision == Precision::Float32 ? sizeof(float) : sizeof(std::uint16_t);
    m_lines.resize(blocks * m_columns * Block::kSize * bytes / sizeof(Line));
    if (m_lines.empty())
        return;
    std::byte* to = m_lines.front().bytes.data();
    std::array<std::optional<std::size_t>, Block::kSize> rows;
    std::array<float, Block::kSize> values{};
    for (std::size_t panel = 0; panel < panelsOf(blocks, *m_kernels); ++panel) {
        for (std::size_t place = 0; place < outputs; ++place)
            rows[place] = rowAt(panel, place / m_kernels->lanes, place % m_kernels->lanes);
        for (const MatrixColumns& part : parts)
            for (std::size_t column = part.first; column < part.first + part.count; ++column) {
                for (std::size_t place = 0; place < outputs; ++place)
                    values[place] = rows[place] ? part.values[*rows[place] * part.width + column] : 0.0F;
                to = store(std::span(values).first(outputs), packing.precision, to);
            }
    }
}

PackedMatrix PackedMatrix::ofRows(std::span<const MatrixColumns> parts, std::size_t rows, const Packing& packing) {
    return {parts, ceilOf(rows, Block::kSize), packing, rowsInOrder(rows, kernelsFor(packing).lanes)};
}

PackedMatrix PackedMatrix::ofGates(std::span<const MatrixColumns> parts, std::size_t units, const Packing& packing) {
    return {parts, ceilOf(units, Block::kUnits), packing, rowsByGate(units, kernelsFor(packing).lanes)};
}

PackedMatrix PackedMatrix::ofRows(std::span<const float> values, std::size_t rows, std::size_t columns,
                                  const Packing& packing) {
    assert(values.size() == rows * columns);
    return ofRows(std::array{MatrixColumns{values, columns, 0, columns}}, rows, packing);
}

PackedMatrix PackedMatrix::ofGates(std::span<const float> values, std::size_t units, std::size_t columns,
                                   const Packing& packing) {
    assert(values.size() == 4 * units * columns);
    return ofGates(std::array{MatrixColumns{values, columns, 0, columns}}, units, packing);
}

std::vector<float> packedRowBias(std::span<const float> bias) {
    std::vector<float> packed(PackedMatrix::paddedRows(bias.size()));
    std::ranges::copy(bias, packed.begin());
    return packed;
}

std::vector<float> packedGateBias(std::span<const float> bias, const Packing& packing) {
    const std::size_t units = bias.size() / 4;
    const std::size_t lanes = kernelsFor(packing).lanes;
    std::vector<float> packed(PackedMatrix::paddedGates(units));
    for (std::size_t unit = 0; unit < units; ++unit)
        for (std::size_t gate = 0; gate < 4; ++gate)
            packed[(unit / lanes * 4 + gate) * lanes + unit % lanes] = bias[gate * units + unit];
    return packed;
}

void addColumn(const PackedMatrix& matrix, std::size_t column, std::span<float> out) {
    assert(column < matrix.columns() && out.size() == matrix.blocks() * Block::kSize);
    const SparseInput one{column, 1.0F};
    const KernelRow row{&one, 1, nullptr, out.data(), nullptr, out.data()};
    const Kernels& kernels = matrix.kernels();
    kernels.product({matrix.data(), matrix.columns(), nullptr, 0}, &row, 1, 0, panelsOf(matrix.blocks(), kernels));
}

float columnProduct(const PackedMatrix& matrix, std::size_t column, std::span<const float> x) {
    assert(column < matrix.columns() && x.size() == matrix.blocks() * Block::kSize);
    const Kernels& kernels = matrix.kernels();
    return kernels.columnProduct({matrix.data(), matrix.columns(), nullptr, 0}, column, x.data(),
                                 panelsOf(matrix.blocks(), kernels));
}

void addProduct(const PackedMatrix& matrix, const Rows& x, Rows& out, ActiveRows active, Team& team) {
    const auto rowAt = [&](std::size_t index) {
        const std::size_t row = active[index];
        return KernelRow{nullptr, 0, x[row].data(), out[row].data(), nullptr, out[row].data()};
    };
    team.share(matrix.blocks(), [&](std::size_t first, std::size_t last) {
        run(matrix.kernels().product, matrix.kernels(), {nullptr, 0, matrix.data(), matrix.columns()}, active.size(),
            first, last, rowAt);
    });
}

void addProduct(const PackedMatrix& matrix, SparseBatch sparse, Rows& out, ActiveRows active, Team& team) {
    const auto rowAt = [&](std::size_t index) {
        const std::size_t row = active[index];
        return KernelRow{sparse[row].data(), sparse[row].size(), nullptr, out[row].data(), nullptr, out[row].data()};
    };
    team.share(matrix.blocks(), [&](std::size_t first, std::size_t last) {
        run(matrix.kernels().product, matrix.kernels(), {matrix.data(), matrix.columns(), nullptr, 0}, active.size(),
            first, last, rowAt);
    });
}

void stepLstm(const PackedMatrix& sparseWeights, SparseBatch sparse, const PackedMatrix& denseWeights,
              const Rows& dense, const Rows& base, Rows& cell, Rows& output, ActiveRows active, Team& team) {
    const auto rowAt = [&](std::size_t index) {
        const std::size_t row = active[index];
        const auto inputs = sparseWeights.columns() > 0 ? sparse[row] : std::span<const SparseInput>{};
        return KernelRow{inputs.data(),    inputs.size(),    dense[row].data(),
                         base[row].data(), cell[row].data(), output[row].data()};
    };
    const KernelWeights weights{sparseWeights.data(), sparseWeights.columns(), denseWeights.data(),
                                denseWeights.columns()};
    const Kernels& kernels = denseWeights.kernels();
    team.share(base.width() / Block::kSize, [&](std::size_t first, std::size_t last) {
        fetch(dense, active);
        run(kernels.lstm, kernels, weights, active.size(), first, last, rowAt);
    });
}

} // namespace segue::decoder
