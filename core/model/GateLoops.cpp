#include "core/model/GateLoops.h"

#include <bit>

// The loops are compiled for several generations of x86 and the best is taken when the program starts; a distribution's
// baseline (SSE2) would halve the speed of training.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define SEGUE_FOR_EVERY_CPU [[gnu::target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")]]
#else
#define SEGUE_FOR_EVERY_CPU
#endif

namespace segue::model {
namespace {

/// e^x = 2^n * e^r with |r| <= ln(2)/2, n whole. Source: Cephes' expf polynomial, coefficients as in Moshier's book.
[[gnu::always_inline]] inline float exponential(float x) {
    x = x < -87.0F ? -87.0F : x;
    x = x > 88.0F ? 88.0F : x;
    constexpr float kRound = 12582912.0F; // 1.5 * 2^23: adding it rounds to a whole number
    const float shifted = x * 1.44269504F + kRound;
    const float n = shifted - kRound;
    const float r = (x - n * 0.693359375F) + n * 2.12194440e-4F;
    float p = 1.9875691500e-4F;
    p = p * r + 1.3981999507e-3F;
    p = p * r + 8.3334519073e-3F;
    p = p * r + 4.1665795894e-2F;
    p = p * r + 1.6666665459e-1F;
    p = p * r + 5.0000001201e-1F;
    const float exponentialOfR = p * r * r + r + 1.0F;
    const std::int32_t whole = std::bit_cast<std::int32_t>(shifted) - std::bit_cast<std::int32_t>(kRound);
    return exponentialOfR * std::bit_cast<float>((whole + 127) << 23);
}

[[gnu::always_inline]] inline float sigmoid(float x) {
    return 1.0F / (1.0F + exponential(-x));
}

[[gnu::always_inline]] inline float hyperbolicTangent(float x) {
    return 2.0F / (1.0F + exponential(-2.0F * x)) - 1.0F;
}

/// One row of activateGates.
[[gnu::always_inline]] inline void activateRow(std::int64_t units, float* __restrict in, float* __restrict forget,
                                               float* __restrict candidate, float* __restrict out,
                                               const float* __restrict before, float* __restrict cell,
                                               float* __restrict output) {
    for (std::int64_t k = 0; k < units; ++k) {
        const float i = sigmoid(in[k]);
        const float f = sigmoid(forget[k]);
        const float g = hyperbolicTangent(candidate[k]);
        const float o = sigmoid(out[k]);
        const float c = f * before[k] + i * g;
        in[k] = i;
        forget[k] = f;
        candidate[k] = g;
        out[k] = o;
        cell[k] = c;
        output[k] = o * hyperbolicTangent(c);
    }
}

/// One row of differentiateGates; `d` before a name means the gradient of the loss with respect to it.
[[gnu::always_inline]] inline void differentiateRow(std::int64_t units, const float* __restrict in,
                                                    const float* __restrict forget, const float* __restrict candidate,
                                                    const float* __restrict out, const float* __restrict before,
                                                    const float* __restrict cell, const float* __restrict dOutput,
                                                    float* __restrict dCell, float* __restrict dIn,
                                                    float* __restrict dForget, float* __restrict dCandidate,
                                                    float* __restrict dOut) {
    for (std::int64_t k = 0; k < units; ++k) {
        const float i = in[k];
        const float f = forget[k];
        const float g = candidate[k];
        const float o = out[k];
        const float tanhCell = hyperbolicTangent(cell[k]);
        const float dc = dCell[k] + dOutput[k] * o * (1.0F - tanhCell * tanhCell);
        dIn[k] = dc * g * i * (1.0F - i);
        dForget[k] = dc * before[k] * f * (1.0F - f);
        dCandidate[k] = dc * i * (1.0F - g * g);
        dOut[k] = dOutput[k] * tanhCell * o * (1.0F - o);
        dCell[k] = dc * f;
    }
}

} // namespace

float fastExp(float x) {
    return exponential(x);
}

SEGUE_FOR_EVERY_CPU
void activateGates(GateShape shape, float* gates, const float* cellsBefore, float* cells, float* outputs) {
    const std::int64_t units = shape.units;
    for (std::int64_t row = 0; row < shape.batch; ++row) {
        float* const gate = gates + row * 4 * units;
        const std::int64_t at = row * units;
        activateRow(units, gate, gate + units, gate + 2 * units, gate + 3 * units, cellsBefore + at, cells + at,
                    outputs + at);
    }
}

SEGUE_FOR_EVERY_CPU
void differentiateGates(GateShape shape, const float* gates, const float* cellsBefore, const float* cells,
                        const float* outputGradients, float* cellGradients, float* gateGradients) {
    const std::int64_t units = shape.units;
    for (std::int64_t row = 0; row < shape.batch; ++row) {
        const float* const gate = gates + row * 4 * units;
        float* const dGate = gateGradients + row * 4 * units;
        const std::int64_t at = row * units;
        differentiateRow(units, gate, gate + units, gate + 2 * units, gate + 3 * units, cellsBefore + at, cells + at,
                         outputGradients + at, cellGradients + at, dGate, dGate + units, dGate + 2 * units,
                         dGate + 3 * units);
    }
}

} // namespace segue::model
