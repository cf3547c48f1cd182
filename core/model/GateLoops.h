#pragma once

#include <cstdint>
#include <span>

namespace segue::model {

/// One time step of an LSTM layer for a whole batch, after its matrix products: gates, cell and output in one pass over
/// plain memory, forwards and backwards. Separate LibTorch operations would read and write the same numbers ten times.
///
/// Letters: B batch, H units. Gates lie as [B, 4H] in the order i, f, g, o. Thread: any. Source: the equations of
/// Hochreiter and Schmidhuber 1997 with the forget gate of Gers et al. 2000; tests/core/model/tst_FusedLstm.cpp.
struct GateShape {
    std::int64_t batch = 0;
    std::int64_t units = 0;
};

/// Turns what is before the gates into the gates, in place, and steps the cell:
/// c = f * before + i * g, output = o * tanh(c).
/// Shape: gates [B, 4H]; cellsBefore, cells, outputs [B, H].
void activateGates(GateShape shape, float* gates, const float* cellsBefore, float* cells, float* outputs);

/// What one step hands back: gradients with respect to what is before its gates and to the cell before it.
/// Shape: gates (activated) and gateGradients [B, 4H]; the others [B, H].
/// `cellGradients` holds the gradient of this step's cell from later steps, and becomes that of the cell before it.
void differentiateGates(GateShape shape, const float* gates, const float* cellsBefore, const float* cells,
                        const float* outputGradients, float* cellGradients, float* gateGradients);

/// The loops' own exponential, [-87, 88], relative error under 2e-7: a polynomial that the compiler vectorises.
[[nodiscard]] float fastExp(float x);

} // namespace segue::model
