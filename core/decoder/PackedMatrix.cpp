#include "core/decoder/PackedMatrix.h"

#include <cassert>
#include <cstdint>
#include <cstring>

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

[[gnu::always_inline]] inline void load(Lanes (&sums)[4], const Block& block) {
    for (std::size_t line = 0; line < 4; ++line)
        load(sums[line], block.values.data() + line * kLanes);
}

SEGUE_FOR_EACH_INSTRUCTION_SET
void addBlockProduct(const Block* weights, const float* x, std::size_t columns, Block* out) {
    Lanes sums[4];
    load(sums, *out);
    for (std::size_t column = 0; column < columns; ++column)
        accumulate(sums, weights[column], x[column]);
    for (std::size_t line = 0; line < 4; ++line)
        store(sums[line], out->values.data() + line * kLanes);
}

SEGUE_FOR_EACH_INSTRUCTION_SET
void stepBlock(const Block* sparseWeights, const SparseInput* sparse, std::size_t sparseCount,
               const Block* denseWeights, const float* dense, std::size_t denseCount, const Block& base, float* cell,
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

} // namespace

PackedMatrix PackedMatrix::ofRows(std::span<const float> values, std::size_t rows, std::size_t columns) {
    assert(values.size() == rows * columns);
    PackedMatrix matrix;
    matrix.m_columns = columns;
    matrix.m_blocks.resize(blocksFor(rows, Block::kSize) * columns);
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t column = 0; column < columns; ++column)
            matrix.m_blocks[row / Block::kSize * columns + column].values[row % Block::kSize] =
                values[row * columns + column];
    return matrix;
}

PackedMatrix PackedMatrix::ofGates(std::span<const float> values, std::size_t units, std::size_t columns) {
    assert(values.size() == 4 * units * columns);
    PackedMatrix matrix;
    matrix.m_columns = columns;
    matrix.m_blocks.resize(blocksFor(units, Block::kUnits) * columns);
    for (std::size_t gate = 0; gate < 4; ++gate)
        for (std::size_t unit = 0; unit < units; ++unit)
            for (std::size_t column = 0; column < columns; ++column)
                matrix.m_blocks[unit / Block::kUnits * columns + column]
                    .values[gate * Block::kUnits + unit % Block::kUnits] =
                    values[(gate * units + unit) * columns + column];
    return matrix;
}

PackedMatrix PackedMatrix::besides(const PackedMatrix& left, const PackedMatrix& right) {
    assert(left.blocks() == right.blocks());
    PackedMatrix matrix;
    matrix.m_columns = left.m_columns + right.m_columns;
    matrix.m_blocks.reserve(left.m_blocks.size() + right.m_blocks.size());
    for (std::size_t index = 0; index < left.blocks(); ++index) {
        matrix.m_blocks.insert(matrix.m_blocks.end(), left.block(index), left.block(index) + left.m_columns);
        matrix.m_blocks.insert(matrix.m_blocks.end(), right.block(index), right.block(index) + right.m_columns);
    }
    return matrix;
}

std::vector<Block> packedBias(std::span<const float> bias, std::size_t units) {
    const PackedMatrix column = PackedMatrix::ofGates(bias, units, 1);
    return {column.block(0), column.block(0) + column.blocks()};
}

void addProduct(const PackedMatrix& matrix, std::span<const float> x, std::span<Block> out) {
    assert(x.size() == matrix.columns() && out.size() == matrix.blocks());
    for (std::size_t index = 0; index < out.size(); ++index)
        addBlockProduct(matrix.block(index), x.data(), x.size(), &out[index]);
}

void stepLstm(const PackedMatrix& sparseWeights, std::span<const SparseInput> sparse, const PackedMatrix& denseWeights,
              std::span<const float> dense, std::span<const Block> base, std::span<float> cell,
              std::span<float> output) {
    assert(dense.size() == denseWeights.columns() && base.size() == denseWeights.blocks());
    assert(cell.size() == base.size() * Block::kUnits && output.size() == cell.size());
    assert(sparse.empty() || sparseWeights.blocks() == base.size());
    for (std::size_t index = 0; index < base.size(); ++index)
        stepBlock(sparseWeights.block(index), sparse.data(), sparse.size(), denseWeights.block(index), dense.data(),
                  dense.size(), base[index], &cell[index * Block::kUnits], &output[index * Block::kUnits]);
}

} // namespace segue::decoder
