#pragma once

// The source of all kernels; a unit for each instruction set includes it and is compiled for that set. It has the
// compiler's own vectors (GCC and Clang), and nothing of the standard library that could be emitted as a function: the
// linker keeps one copy of an inline function for all units, which may be the one that only newer processors can run.
// All of it is unnamed and inlined; a unit exports its table and nothing else.

#include "core/decoder/Kernels.h"

#include <cstddef>
#include <cstdint>

namespace segue::decoder {
namespace {

/// Vectors of kBytes.
template <std::size_t kBytes>
struct Vectors {
    static constexpr std::size_t kLanes = kBytes / sizeof(float);
    using Floats __attribute__((vector_size(kBytes))) = float;
    using Ints __attribute__((vector_size(kBytes))) = std::int32_t;
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

/// x <- exp(x) within 2 units in the last place, x held within what a float can say.
/// exp(x) = 2^n exp(r), n = round(x / ln 2), |r| <= ln 2 / 2, and exp(r) by its Taylor series: the first term left out
/// is r^8 / 8! < 6e-9.
template <class V>
[[gnu::always_inline]] inline void exponential(typename V::Floats& x) {
    using Floats = typename V::Floats;
    using Ints = typename V::Ints;
    constexpr float kLimit = 87.0F;
    constexpr float kRound = 12582912.0F; // 1.5 * 2^23: adding it leaves a whole number in the low bits
    constexpr float kLn2High = 0.693359375F;
    constexpr float kLn2Low = -2.12194440e-4F;
    x = x < -kLimit ? Floats{} - kLimit : x;
    x = x > kLimit ? Floats{} + kLimit : x;
    const Floats n = (x * 1.44269504F + kRound) - kRound;
    const Floats r = (x - n * kLn2High) - n * kLn2Low;
    Floats sum = r * (1.0F / 5040.0F) + 1.0F / 720.0F;
    sum = sum * r + 1.0F / 120.0F;
    sum = sum * r + 1.0F / 24.0F;
    sum = sum * r + 1.0F / 6.0F;
    sum = sum * r + 0.5F;
    sum = sum * r + 1.0F;
    sum = sum * r + 1.0F;
    const Ints exponent = (__builtin_convertvector(n, Ints) + 127) << 23;
    Floats power;
    load(power, &exponent);
    x = sum * power;
}

template <class V>
[[gnu::always_inline]] inline void sigmoid(typename V::Floats& x) {
    x = -x;
    exponential<V>(x);
    x = 1.0F / (1.0F + x);
}

template <class V>
[[gnu::always_inline]] inline void hyperbolicTangent(typename V::Floats& x) {
    x = 2.0F * x;
    exponential<V>(x);
    x = 1.0F - 2.0F / (1.0F + x);
}

/// Weights as they are.
template <class V>
struct Float32Weights {
    static constexpr std::size_t kColumnBytes = 4 * V::kLanes * sizeof(float);

    [[gnu::always_inline]] static void load(typename V::Floats (&weights)[4], const std::byte* column) {
#pragma GCC unroll 8
        for (std::size_t vector = 0; vector < 4; ++vector)
            decoder::load(weights[vector], column + vector * sizeof weights[vector]);
    }
};

/// The upper halves of floats, two vectors woven into one: the even one's are the low halves of its words.
template <class V>
struct BFloat16Weights {
    static constexpr std::size_t kColumnBytes = 2 * V::kLanes * sizeof(float);

    [[gnu::always_inline]] static void load(typename V::Floats (&weights)[4], const std::byte* column) {
#pragma GCC unroll 8
        for (std::size_t pair = 0; pair < 2; ++pair) {
            typename V::Words words;
            decoder::load(words, column + pair * sizeof words);
            const typename V::Words even = words << 16;
            const typename V::Words odd = words & 0xFFFF0000U;
            decoder::load(weights[2 * pair], &even);
            decoder::load(weights[2 * pair + 1], &odd);
        }
    }
};

/// kRows rows times kPanels panels, whose sums stay in registers from the first column to the last: for that the
/// compiler must unroll every loop over them.
template <class V, class Weights, std::size_t kRows, std::size_t kPanels>
struct Tile {
    using Floats = typename V::Floats;
    Floats sums[kRows][kPanels][4];

    [[gnu::always_inline]] void add(const std::byte* const (&columns)[kPanels], const float (&x)[kRows]) {
#pragma GCC unroll 8
        for (std::size_t panel = 0; panel < kPanels; ++panel) {
            Floats weights[4];
            Weights::load(weights, columns[panel]);
#pragma GCC unroll 8
            for (std::size_t row = 0; row < kRows; ++row)
#pragma GCC unroll 8
                for (std::size_t vector = 0; vector < 4; ++vector)
                    sums[row][panel][vector] += weights[vector] * x[row];
        }
    }

    /// The processor's own guess at what is read next is a tenth slower.
    [[gnu::always_inline]] static void prefetch(const std::byte* const (&columns)[kPanels]) {
        constexpr std::size_t kAhead = 4096;
        constexpr std::size_t kLine = 64;
#pragma GCC unroll 8
        for (std::size_t panel = 0; panel < kPanels; ++panel)
#pragma GCC unroll 8
            for (std::size_t line = 0; line < Weights::kColumnBytes; line += kLine)
                __builtin_prefetch(columns[panel] + kAhead + line);
    }

    /// base + sparse + dense products of the panels from `first`.
    [[gnu::always_inline]] void multiply(const KernelWeights& weights, const KernelRow* rows, std::size_t first) {
#pragma GCC unroll 8
        for (std::size_t row = 0; row < kRows; ++row)
#pragma GCC unroll 8
            for (std::size_t panel = 0; panel < kPanels; ++panel)
                addBase(sums[row][panel], weights, rows[row], first + panel);

        const std::byte* columns[kPanels];
#pragma GCC unroll 8
        for (std::size_t panel = 0; panel < kPanels; ++panel)
            columns[panel] = weights.dense + (first + panel) * weights.denseColumns * Weights::kColumnBytes;
        const float* inputs[kRows];
#pragma GCC unroll 8
        for (std::size_t row = 0; row < kRows; ++row)
            inputs[row] = rows[row].dense;
        for (std::size_t column = 0; column < weights.denseColumns; ++column) {
            float x[kRows];
#pragma GCC unroll 8
            for (std::size_t row = 0; row < kRows; ++row)
                x[row] = inputs[row][column];
            prefetch(columns);
            add(columns, x);
#pragma GCC unroll 8
            for (std::size_t panel = 0; panel < kPanels; ++panel)
                columns[panel] += Weights::kColumnBytes;
        }
    }

    [[gnu::always_inline]] static void addBase(Floats (&to)[4], const KernelWeights& weights, const KernelRow& row,
                                               std::size_t panel) {
#pragma GCC unroll 8
        for (std::size_t vector = 0; vector < 4; ++vector)
            load(to[vector], row.base + (panel * 4 + vector) * V::kLanes);
        const std::byte* columns = weights.sparse + panel * weights.sparseColumns * Weights::kColumnBytes;
        for (std::size_t index = 0; index < row.sparseCount; ++index) {
            Floats column[4];
            Weights::load(column, columns + row.sparse[index].column * Weights::kColumnBytes);
#pragma GCC unroll 8
            for (std::size_t vector = 0; vector < 4; ++vector)
                to[vector] += column[vector] * row.sparse[index].value;
        }
    }
};

/// The sums are the output.
template <class V>
struct Product {
    [[gnu::always_inline]] static void finish(typename V::Floats (&sums)[4], const KernelRow& row, std::size_t panel) {
#pragma GCC unroll 8
        for (std::size_t vector = 0; vector < 4; ++vector)
            store(sums[vector], row.out + (panel * 4 + vector) * V::kLanes);
    }
};

/// The sums are gates.
template <class V>
struct Lstm {
    [[gnu::always_inline]] static void finish(typename V::Floats (&sums)[4], const KernelRow& row, std::size_t panel) {
        auto& [in, forget, candidate, out] = sums;
        sigmoid<V>(in);
        sigmoid<V>(forget);
        hyperbolicTangent<V>(candidate);
        sigmoid<V>(out);
        typename V::Floats state;
        load(state, row.cell + panel * V::kLanes);
        state = forget * state + in * candidate;
        store(state, row.cell + panel * V::kLanes);
        hyperbolicTangent<V>(state);
        state *= out;
        store(state, row.out + panel * V::kLanes);
    }
};

template <class V, class Weights, class Finish, std::size_t kRows, std::size_t kPanels>
[[gnu::always_inline]] inline void runTile(const KernelWeights& weights, const KernelRow* rows, std::size_t first) {
    Tile<V, Weights, kRows, kPanels> tile;
    tile.multiply(weights, rows, first);
#pragma GCC unroll 8
    for (std::size_t row = 0; row < kRows; ++row)
#pragma GCC unroll 8
        for (std::size_t panel = 0; panel < kPanels; ++panel)
            Finish::finish(tile.sums[row][panel], rows[row], first + panel);
}

/// `count` <= kRows rows; a single one takes kPanels panels at a time.
template <class V, class Weights, class Finish, std::size_t kRows, std::size_t kPanels>
void run(const KernelWeights& weights, const KernelRow* rows, std::size_t count, std::size_t first, std::size_t last) {
    if constexpr (kRows > 1) {
        if (count < kRows)
            return run<V, Weights, Finish, kRows - 1, kPanels>(weights, rows, count, first, last);
    } else {
        for (; first + kPanels <= last; first += kPanels)
            runTile<V, Weights, Finish, 1, kPanels>(weights, rows, first);
    }
    for (; first < last; ++first)
        runTile<V, Weights, Finish, kRows, 1>(weights, rows, first);
}

template <class V, class Weights>
float columnProduct(const KernelWeights& weights, std::size_t column, const float* x, std::size_t panels) {
    typename V::Floats sums[4]{};
    for (std::size_t panel = 0; panel < panels; ++panel) {
        typename V::Floats values[4];
        Weights::load(values, weights.sparse + (panel * weights.sparseColumns + column) * Weights::kColumnBytes);
#pragma GCC unroll 8
        for (std::size_t vector = 0; vector < 4; ++vector) {
            typename V::Floats inputs;
            load(inputs, x + (panel * 4 + vector) * V::kLanes);
            sums[vector] += values[vector] * inputs;
        }
    }
    sums[0] += sums[1];
    sums[2] += sums[3];
    sums[0] += sums[2];
    float sum = 0.0F;
    for (std::size_t lane = 0; lane < V::kLanes; ++lane)
        sum += sums[0][lane];
    return sum;
}

template <class V, void (*kFunction)(typename V::Floats&)>
void apply(const float* x, float* out, std::size_t count) {
    for (std::size_t at = 0; at < count; at += V::kLanes) {
        typename V::Floats values;
        load(values, x + at);
        kFunction(values);
        store(values, out + at);
    }
}

template <class V, class Weights, std::size_t kRows, std::size_t kPanels>
constexpr Kernels kKernels{
    V::kLanes,
    kRows,
    run<V, Weights, Product<V>, kRows, kPanels>,
    run<V, Weights, Lstm<V>, kRows, kPanels>,
    columnProduct<V, Weights>,
    apply<V, sigmoid<V>>,
    apply<V, hyperbolicTangent<V>>,
};

/// Vectors of kBytes. The sums of a tile fill the registers that its weights and inputs leave; they are enough that
/// additions to one do not wait for each other.
template <std::size_t kBytes, std::size_t kFloat32Rows, std::size_t kBFloat16Rows, std::size_t kPanels>
constexpr KernelSet kKernelSet{
    kKernels<Vectors<kBytes>, Float32Weights<Vectors<kBytes>>, kFloat32Rows, kPanels>,
    kKernels<Vectors<kBytes>, BFloat16Weights<Vectors<kBytes>>, kBFloat16Rows, kPanels>,
};

} // namespace
} // namespace segue::decoder
