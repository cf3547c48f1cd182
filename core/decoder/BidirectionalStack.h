#pragma once

#include "core/architecture/Blueprint.h"
#include "core/decoder/LstmLayer.h"
#include "core/decoder/SparseRows.h"

#include <array>
#include <span>
#include <vector>

namespace segue::decoder {

/// LSTM layers that read a sequence from both ends: a level of the encoder, or what reads the controls.
/// Letters: T steps, D numbers a step, H units a direction of the last layer.
class BidirectionalStack {
public:
    /// `inputs` says how the first layer's come: all sparse or all dense.
    BidirectionalStack(const architecture::LstmStack& plan, InputKind inputs, WeightPacker& packer);

    class State;
    /// Reads the rows [first, first + steps). Requires: sparse inputs; steps <= the state's.
    void run(const SparseRows& rows, std::size_t first, std::size_t steps, State& state) const;
    /// Reads [T, D]. Requires: dense inputs; T <= the state's.
    void run(std::span<const float> rows, State& state) const;

private:
    /// The input of the first layer at a step: one of the two.
    struct Input {
        const SparseRows* sparse = nullptr;
        std::size_t first = 0;
        std::span<const float> dense;
    };
    void run(const Input& input, std::size_t steps, State& state) const;
    void runLayer(std::size_t index, const Input& input, State& state) const;

    struct Layer {
        LstmLayer forward;
        LstmLayer backward;
    };
    std::vector<Layer> m_layers;
};

class BidirectionalStack::State {
public:
    State(const BidirectionalStack& stack, std::size_t steps);

    /// What the last layer said of the sequence that was run, [T, 2H]: forward, backward.
    [[nodiscard]] std::span<const float> outputs() const;
    /// h of its last layer at both ends, [2H]: where forward and backward have read all. 0 of a sequence without steps.
    void summary(std::span<float> out);

private:
    friend class BidirectionalStack;
    struct Layer {
        LstmLayer::State forward;
        LstmLayer::State backward;
        std::vector<float> outputs; // [steps, 2H]
    };
    std::vector<Layer> m_layers;
    std::size_t m_steps = 0; // of the sequence that was run
};

} // namespace segue::decoder
