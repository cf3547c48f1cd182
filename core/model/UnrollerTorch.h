#pragma once

#include "core/model/LstmLayerTorch.h"

#include <vector>

namespace segue::model {

/// Forward LSTM layers on their way through a sequence, which they read a few steps or all steps at a time. What they
/// are told at every step has been multiplied once, where that is the same.
class Unrolling {
public:
    /// The next steps. Shape: inputs [T, B, X]; controls [T, B, C] or undefined; lengths int64 [B] or undefined: a row
    /// stays where it is behind its length. Returns what the top layer gives, [T, B, H].
    [[nodiscard]] torch::Tensor read(const torch::Tensor& inputs, const torch::Tensor& controls = {},
                                     const torch::Tensor& lengths = {});

    /// Of each layer, after the last step read.
    [[nodiscard]] const std::vector<LstmStates>& states() const { return m_states; }

private:
    friend class Unroller;
    std::vector<LstmLayer> m_layers;
    std::vector<LstmStates> m_states;
    torch::Tensor m_everyStep; ///< [B, E]; undefined where it has become part of the first layer's offset
    InputDropout m_dropout;
};

/// LSTM layers that begin in states made from an embedding, tanh(W e + b), and are told it at every step: what writes a
/// segment, and what conducts.
/// Letters: T steps, B batch, X inputs, E embedding, C controls, H units. Each step reads [X | E | C].
/// Source: magenta/models/music_vae/lstm_utils.py, initial_cell_state_from_embedding.
class Unroller {
public:
    /// `told` are the columns of the embedding among the inputs: E, or 0 where only the states are made from it.
    Unroller(const NamedWeights& weights, const architecture::LstmStack& stack, int told, int controls = 0);

    /// Columns X of what Unrolling::read is given.
    [[nodiscard]] std::int64_t inputs() const { return m_inputs; }
    /// Shape: embedding [B, E].
    [[nodiscard]] Unrolling begin(const torch::Tensor& embedding, const InputDropout& dropout) const;

private:
    Dense m_initialState;
    std::vector<LstmLayer> m_layers;
    std::int64_t m_inputs;
    std::int64_t m_told;
    std::int64_t m_controls;
};

} // namespace segue::model
