#pragma once

#include "core/decoder/WeightPacker.h"

#include <optional>
#include <span>
#include <string>

namespace segue::decoder {

/// One LSTM layer of one direction, stepped for the rows of a batch. A residual one adds what it reads to what it says;
/// where the sizes of the two differ, it reads a projection of its input.
/// Source: architecture::LstmStack; magenta/models/music_vae/lstm_utils.py, rnn_cell.
class LstmLayer {
public:
    struct Shape {
        std::string prefix; ///< of its weights
        InputLayout inputs;
        int units = 0;
        bool residual = false;
        bool projected = false;
    };
    LstmLayer(const Shape& shape, WeightPacker& packer);

    [[nodiscard]] std::size_t units() const { return m_units; }

    class State;
    /// What a step takes of the numbers that are known ahead, for State::ahead(). The rows may be those of many steps.
    /// Shape: x [any, inputs that are known ahead], ahead [as many, aheadWidth()].
    void lookAhead(const Rows& x, Rows& ahead, ActiveRows active, Team& team) const;
    [[nodiscard]] std::size_t aheadWidth() const { return reader().bias.size(); }
    [[nodiscard]] std::size_t inputsAhead() const { return reader().ahead.columns(); }
    /// A new c, h and output of the active rows from the step's sparse numbers, the dense ones in state.input() and
    /// state.ahead(). Real-time safe: yes.
    void step(SparseBatch sparse, State& state, ActiveRows active, Team& team) const;

private:
    [[nodiscard]] const InputWeights& reader() const { return m_projection ? *m_projection : m_gates; }
    void project(SparseBatch sparse, State& state, ActiveRows active, Team& team) const;

    std::size_t m_units;
    bool m_residual;
    InputWeights m_gates;
    std::optional<InputWeights> m_projection;
};

/// The memory of a layer from step to step.
class LstmLayer::State {
public:
    State(const LstmLayer& layer, std::size_t rows);

    /// What lookAhead() said of the step to come; that of no such numbers until it is written.
    [[nodiscard]] Rows& ahead() { return m_projection.rows() == 0 ? m_base : m_projectionBase; }
    /// The dense numbers of the step to come.
    [[nodiscard]] std::span<float> input(std::size_t row) {
        return m_projection.rows() == 0 ? gateInput(row) : m_input[row];
    }
    [[nodiscard]] std::span<float> c(std::size_t row) { return m_c[row].first(m_units); }
    [[nodiscard]] std::span<float> h(std::size_t row) { return m_dense[row].last(m_units); }
    /// h, or what a residual layer makes of it. Shape: [R, units].
    [[nodiscard]] const Rows& output() const { return m_output; }
    /// c, h and the dense input 0.
    void clear();

private:
    friend class LstmLayer;
    [[nodiscard]] std::span<float> gateInput(std::size_t row) { return m_dense[row].first(m_dense.width() - m_units); }

    std::size_t m_units;
    Rows m_dense; // what the gates read: [input or its projection, h]
    Rows m_base; // of the gates: what is known ahead
    Rows m_c; // padded
    Rows m_h; // padded
    Rows m_output;
    Rows m_input; // of a projected layer, as is:
    Rows m_projectionBase;
    Rows m_projection;
};

} // namespace segue::decoder
