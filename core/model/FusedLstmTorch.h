#pragma once

#include "core/model/LibTorch.h"
#include "core/model/Products.h"

namespace segue::model {

/// One direction of an LSTM layer over whole sequences, whose inputs are all known at the start. Made for training on a
/// CPU: the inputs go through one matrix product a sequence, the gates of a step through one loop, and the gradients of
/// each weight through one product a sequence; only the recurrent product is left inside the loop over time.
///
/// Letters: T steps, B batch, D inputs, H units. Float32 on the CPU.
struct LstmWeights {
    torch::Tensor input; ///< [4H, D], gates in the order i, f, g, o
    torch::Tensor recurrent; ///< [4H, H]
    /// [4H]; or [B, 4H] when a part of the input that is the same at every step (z) has been multiplied in already.
    torch::Tensor offset;
    Precision precision = Precision::Float32; ///< of the products; the gates are computed in 32 bits
};

struct LstmStates {
    torch::Tensor cell; ///< [B, H]
    torch::Tensor output; ///< [B, H]
};

enum class Direction { Forward, Backward };

struct LstmResult {
    torch::Tensor outputs; ///< [T, B, H], in the order of the inputs also when read backwards
    LstmStates last; ///< after the last step read
};

/// Differentiable in inputs, weights and start. `lengths`, int64 [B] in [0, T], says how many steps of each row count:
/// the forward direction stops there, the backward one begins there, and the outputs behind are zeros. Undefined: all.
/// Requires: inputs [T, B, D] with T > 0; start is zeros where lengths are read backwards.
/// Source: equal to torch::lstm and to a step-by-step formulation in values and gradients, tests/core/model.
[[nodiscard]] LstmResult fusedLstm(const torch::Tensor& inputs, const LstmWeights& weights, const LstmStates& start,
                                   Direction direction = Direction::Forward, const torch::Tensor& lengths = {});

} // namespace segue::model
