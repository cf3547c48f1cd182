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
    /// `inputs` of the first layer: the embedding, where it reads it, is constant.
    LstmStack(const architecture::LstmStack& plan, const InputLayout& inputs, int embedding, WeightPacker& packer);

    class State;
    /// States c0, h0, c1, h1, ... = tanh(dense(embedding)), and no dense input.
    void start(std::span<const float> embedding, State& state) const;
    /// What the last layer says, [H], given the step's sparse numbers and the dense ones in state.input(). It stays
    /// until the next step. Real-time safe: yes.
    std::span<const float> step(std::span<const SparseInput> sparse, State& state) const;

private:
    DenseLayer m_initialState;
    std::vector<LstmLayer> m_layers;
};

class LstmStack::State {
public:
    explicit State(const LstmStack& stack);

    /// The dense numbers that the first layer reads at the step to come.
    [[nodiscard]] std::span<float> input() { return m_layers.front().input(); }
    [[nodiscard]] std::vector<LstmLayer::State>& layers() { return m_layers; }

private:
    friend class LstmStack;
    std::vector<LstmLayer::State> m_layers;
    std::vector<float> m_initial; // padded
};

} // namespace segue::decoder
