#pragma once

#include "core/architecture/Blueprint.h"
#include "core/decoder/DenseLayer.h"
#include "core/decoder/LstmLayer.h"

#include <span>
#include <vector>

namespace segue::decoder {

/// The layers of a conductor or a core decoder: an embedding sets their state and stays the same for the whole run, and
/// each step runs through all of them.
class LstmStack {
public:
    /// `inputs` of the first layer: the embedding, where it reads it, is known ahead.
    LstmStack(const architecture::LstmStack& plan, const InputLayout& inputs, int embedding, WeightPacker& packer);

    class State;
    /// States c0, h0, c1, h1, ... = tanh(dense(embedding)), and no dense input. Shape: embedding [R, E].
    void start(const Rows& embedding, State& state, ActiveRows active, Team& team) const;
    /// What the last layer says, [R, H], given the step's sparse numbers and the dense ones in state.input(). It stays
    /// until the next step. Real-time safe: yes.
    const Rows& step(SparseBatch sparse, State& state, ActiveRows active, Team& team) const;

private:
    DenseLayer m_initialState;
    std::vector<LstmLayer> m_layers;
};

class LstmStack::State {
public:
    State(const LstmStack& stack, std::size_t rows);

    /// The dense numbers that the first layer reads at the step to come.
    [[nodiscard]] std::span<float> input(std::size_t row) { return m_layers.front().input(row); }
    [[nodiscard]] std::vector<LstmLayer::State>& layers() { return m_layers; }

private:
    friend class LstmStack;
    std::vector<LstmLayer::State> m_layers;
    Rows m_initial; // padded
};

} // namespace segue::decoder
