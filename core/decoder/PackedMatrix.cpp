#include "core/decoder/PackedMatrix.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <functional>
#include <numeric>
#include <optional>

// The kernels are compiled for three instruction sets, and the loader takes the widest that the processor has: a
// product with a vector is bound by how fast weights come from the cache, and 64-byte loads fetch them up to three
// times as fast as the 16-byte ones of the x86-64 baseline that distributions build for. The choice is made before
// sanitizers are ready, so their builds go without.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) &&               \
    !defined(__SANITIZE_THREAD__)
#define SEGUE_FOR_EACH_INSTRUCTION_SET __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define SEGUE_FOR_EACH_INSTRUCTION_SET
#endif

namespace segue::decoder {
namespace {

// The compiler's own vectors (GCC and Clang): it splits them where the processor's registers are narrower.
using Lanes __attribute__((vector_size(64))) = float;
using IntLanes __attribute__((vector_size(64))) = std::int32_t;
constexpr std::size_t kLanes = Block::kUnits;
static_assert(sizeof(Lanes) == kLanes * sizeof(float));

[[gnu::always_inline]] inline void load(Lanes& lanes, const float* from) {
    std::memcpy(&lanes, from, sizeof lanes);
}

[[gnu::always_inline]] inline void store(const Lanes& lanes, float* to) {
    std::memcpy(to, &lanes, sizeof lanes);
}

/// x <- exp(x) within 2 units in the last place, x held within what a float can say.
/// exp(x) = 2^n exp(r), n = round(x / ln 2), |r| <= ln 2 / 2, and exp(r) by its Taylor series: the first term left out
/// is r^8 / 8! < 6e-9.
[[gnu::always_inline]] inline void exponential(Lanes& x) {
    constexpr float kLimit = 87.0F;
    constexpr float kRound = 12582912.0F; // 1.5 * 2^23: adding it leaves a whole number in the low bits
    constexpr float kLn2High = 0.693359375F;
    constexpr float kLn2Low = -2.12194440e-4F;
    x = x < -kLimit ? Lanes{} - kLimit : x;
    x = x > kLimit ? Lanes{} + kLimit : x;
    const Lanes n = (x * 1.44269504F + kRound) - kRound;
    const Lanes r = (x - n * kLn2High) - n * kLn2Low;
    Lanes sum = r * (1.0F / 5040.0F) + 1.0F / 720.0F;
    sum = sum * r + 1.0F / 120.0F;
    sum = sum * r + 1.0F / 24.0F;
    sum = sum * r + 1.0F / 6.0F;
    sum = sum * r + 0.5F;
    sum = sum * r + 1.0F;
    sum = sum * r + 1.0F;
    const IntLanes exponent = (__builtin_convertvector(n, IntLanes) + 127) << 23;
    Lanes power;
    std::memcpy(&power, &exponent, sizeof power);
    x = sum * power;
}

[[gnu::always_inline]] inline void sigmoid(Lanes& x) {
    x = -x;
    exponential(x);
    x = 1.0F / (1.0F + x);
}

[[gnu::always_inline]] inline void hyperbolicTangent(Lanes& x) {
    x = 2.0F * x;
    exponential(x);
    x = 1.0F - 2.0F / (1.0F + x);
}

/// sums += block * x, the four cache lines side by side so that their additions do not wait for each other.
[[gnu::always_inline]] inline void accumulate(Lanes (&sums)[4], const Block& block, float x) {
    for (std::size_t line = 0; line < 4; ++line) {
        Lanes weights;
        load(weights, block.values.data() + line * kLanes);
        sums[line] += weights * x;
    }
}

[[gnu::always_inline]] inline void load(Lanes (&sums)[4], const float* from) {
    for (std::size_t line = 0; line < 4; ++line)
        load(sums[line], from + line * kLanes);
}

[[gnu::always_inline]] inline void store(const Lanes (&sums)[4], float* to) {
    for (std::size_t line = 0; line < 4; ++line)
        store(sums[line], to + line * kLanes);
}

SEGUE_FOR_EACH_INSTRUCTION_SET
void addBlockProduct(const Block* weights, const float* x, std::size_t columns, float* out) {
    Lanes sums[4];
    load(sums, out);
    for (std::size_t column = 0; column < columns; ++column)
        accumulate(sums, weights[column], x[column]);
    store(sums, out);
}

SEGUE_FOR_EACH_INSTRUCTION_SET
void addBlockColumns(const Block* weights, const SparseInput* sparse, std::size_t count, float* out) {
    Lanes sums[4];
    load(sums, out);
    for (std::size_t index = 0; index < count; ++index)
        accumulate(sums, weights[sparse[index].column], sparse[index].value);
    store(sums, out);
}

SEGUE_FOR_EACH_INSTRUCTION_SET
void stepBlock(const Block* sparseWeights, const SparseInput* sparse, std::size_t sparseCount,
               const Block* denseWeights, const float* dense, std::size_t denseCount, const float* base, float* cell,
               float* output) {
    Lanes gates[4];
    load(gates, base);
    for (std::size_t index = 0; index < sparseCount; ++index)
        accumulate(gates, sparseWeights[sparse[index].column], sparse[index].value);
    for (std::size_t column = 0; column < denseCount; ++column)
        accumulate(gates, denseWeights[column], dense[column]);

    auto& [in, forget, candidate, out] = gates;
    sigmoid(in);
    sigmoid(forget);
    hyperbolicTangent(candidate);
    sigmoid(out);
    Lanes state;
    load(state, cell);
    state = forget * state + in * candidate;
    store(state, cell);
    hyperbolicTangent(state);
    state *= out;
    store(state, output);
}

std::size_t blocksFor(std::size_t count, std::size_t perBlock) {
    return (count + perBlock - 1) / perBlock;
}

std::size_t columnsOf(std::span<const MatrixColumns> parts) {
    return std::transform_reduce(parts.begin(), parts.end(), std::size_t{0}, std::plus<>(),
                                 [](const MatrixColumns& part) { return part.count; });
}

/// Packs `parts` side by side; rowAt(block, place) is the row at a place of a block, or nothing where it is padding.
template <class RowAt>
void pack(std::span<const MatrixColumns> parts, std::size_t blocks, const RowAt& rowAt, Block* to) {
    std::array<std::optional<std::size_t>, Block::kSize> rows;
    for (std::size_t block = 0; block < blocks; ++block) {
        for (std::size_t place = 0; place < Block::kSize; ++place)
            rows[place] = rowAt(block, place);
        for (const MatrixColumns& part : parts)
            for (std::size_t column = part.first; column < part.first + part.count; ++column, ++to)
                for (std::size_t place = 0; place < Block::kSize; ++place)
                    if (rows[place])
                        to->values[place] = part.values[*rows[place] * part.width + column];
    }
}

} // namespace

std::size_t PackedMatrix::paddedRows(std::size_t rows) {
    return blocksFor(rows, Block::kSize) * Block::kSize;
}

std::size_t PackedMatrix::paddedGates(std::size_t units) {
    return blocksFor(units, Block::kUnits) * Block::kSize;
}

PackedMatrix PackedMatrix::ofRows(std::span<const MatrixColumns> parts, std::size_t rows, const Packing& /*packing*/) {
    PackedMatrix matrix;
    matrix.m_columns = columnsOf(parts);
    const std::size_t blocks = blocksFor(rows, Block::kSize);
    matrix.m_blocks.resize(blocks * matrix.m_columns);
    const auto rowAt = [rows](std::size_t block, std::size_t place) {
        const std::size_t row = block * Block::kSize + place;
        return row < rows ? std::optional(row) : std::nullopt;
    };
    pack(parts, blocks, rowAt, matrix.m_blocks.data());
    return matrix;
}

PackedMatrix PackedMatrix::ofGates(std::span<const MatrixColumns> parts, std::size_t units,
                                   const Packing& /*packing*/) {
    PackedMatrix matrix;
    matrix.m_columns = columnsOf(parts);
    const std::size_t blocks = blocksFor(units, Block::kUnits);
    matrix.m_blocks.resize(blocks * matrix.m_columns);
    const auto rowAt = [units](std::size_t block, std::size_t place) {
        const std::size_t gate = place / Block::kUnits;
        const std::size_t unit = block * Block::kUnits + place % Block::kUnits;
        return unit < units ? std::optional(gate * units + unit) : std::nullopt;
    };
    pack(parts, blocks, rowAt, matrix.m_blocks.data());
    return matrix;
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

std::vector<float> packedRowBias(std::span<const float> bias, const Packing& /*packing*/) {
    std::vector<float> packed(PackedMatrix::paddedRows(bias.size()));
    std::ranges::copy(bias, packed.begin());
    return packed;
}

std::vector<float> packedGateBias(std::span<const float> bias, const Packing& packing) {
    const PackedMatrix column = PackedMatrix::ofGates(bias, bias.size() / 4, 1, packing);
    std::vector<float> packed(PackedMatrix::paddedGates(bias.size() / 4));
    for (std::size_t index = 0; index < column.blocks(); ++index)
        std::ranges::copy(column.block(index)->values,
                          packed.begin() + static_cast<std::ptrdiff_t>(index * Block::kSize));
    return packed;
}

void addProduct(const PackedMatrix& matrix, std::span<const float> x, std::span<float> out) {
    assert(x.size() == matrix.columns() && (x.empty() || out.size() == matrix.blocks() * Block::kSize));
    for (std::size_t index = 0; index < matrix.blocks(); ++index)
        addBlockProduct(matrix.block(index), x.data(), x.size(), &out[index * Block::kSize]);
}

void addProduct(const PackedMatrix& matrix, std::span<const SparseInput> sparse, std::span<float> out) {
    assert(sparse.empty() || out.size() == matrix.blocks() * Block::kSize);
    for (std::size_t index = 0; index < matrix.blocks(); ++index)
        addBlockColumns(matrix.block(index), sparse.data(), sparse.size(), &out[index * Block::kSize]);
}

void stepLstm(const PackedMatrix& sparseWeights, std::span<const SparseInput> sparse, const PackedMatrix& denseWeights,
              std::span<const float> dense, std::span<const float> base, std::span<float> cell,
              std::span<float> output) {
    const std::size_t blocks = base.size() / Block::kSize;
    assert(dense.size() == denseWeights.columns());
    assert(cell.size() == blocks * Block::kUnits && output.size() == cell.size());
    assert(dense.empty() || denseWeights.blocks() == blocks);
    assert(sparse.empty() || sparseWeights.blocks() == blocks);
    for (std::size_t index = 0; index < blocks; ++index)
        stepBlock(sparseWeights.block(index), sparse.data(), sparse.size(), denseWeights.block(index), dense.data(),
                  dense.size(), &base[index * Block::kSize], &cell[index * Block::kUnits],
                  &output[index * Block::kUnits]);
}

void addProduct(const PackedMatrix& matrix, const Rows& x, Rows& out, ActiveRows active, Team& team) {
    team.share(matrix.blocks(), [&](std::size_t first, std::size_t last) {
        for (std::size_t index = first; index < last; ++index)
            for (const std::size_t row : active)
                addBlockProduct(matrix.block(index), x[row].data(), x.width(), &out[row][index * Block::kSize]);
    });
}

void addProduct(const PackedMatrix& matrix, std::span<const std::span<const SparseInput>> sparse, Rows& out,
                ActiveRows active, Team& team) {
    team.share(matrix.blocks(), [&](std::size_t first, std::size_t last) {
        for (std::size_t index = first; index < last; ++index)
            for (const std::size_t row : active)
                addBlockColumns(matrix.block(index), sparse[row].data(), sparse[row].size(),
                                &out[row][index * Block::kSize]);
    });
}

void stepLstm(const PackedMatrix& sparseWeights, std::span<const std::span<const SparseInput>> sparse,
              const PackedMatrix& denseWeights, const Rows& dense, const Rows& base, Rows& cell, Rows& output,
              ActiveRows active, Team& team) {
    team.share(base.width() / Block::kSize, [&](std::size_t first, std::size_t last) {
        for (std::size_t index = first; index < last; ++index)
            for (const std::size_t row : active) {
                const auto inputs = sparseWeights.columns() > 0 ? sparse[row] : std::span<const SparseInput>{};
                stepBlock(sparseWeights.block(index), inputs.data(), inputs.size(), denseWeights.block(index),
                          dense[row].data(), dense.width(), &base[row][index * Block::kSize],
                          &cell[row][index * Block::kUnits], &output[row][index * Block::kUnits]);
            }
    });
}

} // namespace segue::decoder
