#pragma once

#include "core/architecture/Blueprint.h"
#include "core/base/FunctionRef.h"
#include "core/decoder/LstmLayer.h"

#include <array>
#include <span>
#include <vector>

namespace segue::decoder {

/// LSTM layers that read the sequences of a batch from both ends: a level of the encoder, or what reads the controls.
/// Letters: R sequences, T steps, D numbers a step, H units a direction of the last layer.
class BidirectionalStack {
public:
    /// `inputs` says how the first layer's come, all of them: sparse or ahead.
    BidirectionalStack(const architecture::LstmStack& plan, InputKind inputs, WeightPacker& packer);

    /// Numbers of a summary, 2H.
    [[nodiscard]] std::size_t summarySize() const { return 2 * m_layers.back().front().units(); }

    class State;
    /// What a sequence says at a step of its own.
    using SparseInputs = FunctionRef<std::span<const SparseInput>(std::size_t step, std::size_t row)>;
    using DenseInputs = FunctionRef<std::span<const float>(std::size_t step, std::size_t row)>;
    /// Reads so many steps of each sequence. Requires: the first layer's inputs are sparse. Shape: lengths [R], at most
    /// the state's steps.
    void run(SparseInputs inputs, std::span<const std::size_t> lengths, State& state, Team& team) const;
    /// Requires: the first layer's inputs are known ahead.
    void run(DenseInputs inputs, std::span<const std::size_t> lengths, State& state, Team& team) const;

private:
    static constexpr std::size_t kDirections = 2; // forward, backward
    using Layer = std::array<LstmLayer, kDirections>;
    /// What the first layer reads: one of the two.
    struct Input {
        SparseInputs sparse;
        DenseInputs dense;
    };

    void run(const Input& input, std::span<const std::size_t> lengths, State& state, Team& team) const;

    class Reading;
    std::vector<Layer> m_layers;
};

class BidirectionalStack::State {
public:
    enum class Keeps { Summary, Outputs };
    /// Of `rows` sequences of at most `steps` steps.
    State(const BidirectionalStack& stack, std::size_t rows, std::size_t steps, Keeps keeps = Keeps::Summary);

    /// What the last layer said at a step, [2H]: forward, backward. Requires: outputs are kept; step < the length.
    [[nodiscard]] std::span<const float> output(std::size_t step, std::size_t row) const {
        return m_layers.back().outputs[step * m_rows + row];
    }
    /// h of its last layer at both ends, [2H]: where forward and backward have read all. 0 of a sequence without steps.
    void summary(std::size_t row, std::span<float> out);

private:
    friend class BidirectionalStack;
    friend class BidirectionalStack::Reading;
    /// One direction of a layer.
    struct Direction {
        LstmLayer::State layer;
        Rows inputs; ///< of the steps that are multiplied ahead together, [steps R, D]; none of sparse ones
        Rows ahead; ///< what the layer makes of them
    };
    struct Layer {
        std::array<Direction, kDirections> directions;
        Rows outputs; ///< [T R, 2H]; none where nobody asks
    };

    std::size_t m_rows;
    std::vector<Layer> m_layers;
    std::vector<std::size_t> m_active;
    std::vector<std::size_t> m_activeAhead;
    std::vector<std::span<const SparseInput>> m_sparse; // of a step, [R]
};

} // namespace segue::decoder
