#pragma once

#include "core/decoder/WeightPacker.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace segue::decoder {

/// One LSTM layer of one direction, stepped. A residual one adds what it reads to what it says; where the sizes of the
/// two differ, it reads a projection of its input.
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
    /// Takes what stays the same in the run that begins; leaves c and h.
    void startRun(std::span<const float> constants, State& state) const;
    /// A new c, h and output of `state` from the step's sparse numbers and the dense ones in state.input().
    /// Real-time safe: yes.
    void step(std::span<const SparseInput> sparse, State& state) const;

private:
    void project(std::span<const SparseInput> sparse, State& state) const;

    std::size_t m_units;
    bool m_residual;
    InputWeights m_gates;
    std::optional<InputWeights> m_projection;
};

/// The memory of a layer from step to step.
class LstmLayer::State {
public:
    explicit State(const LstmLayer& layer);

    /// The dense numbers of the step to come.
    [[nodiscard]] std::span<float> input() { return m_projection.empty() ? gateInput() : std::span(m_input); }
    [[nodiscard]] std::span<float> c() { return std::span(m_c).first(m_units); }
    [[nodiscard]] std::span<float> h() { return std::span(m_dense).last(m_units); }
    /// h, or what a residual layer makes of it.
    [[nodiscard]] std::span<const float> output() const {
        return m_sum.empty() ? std::span(m_dense).last(m_units) : std::span(m_sum);
    }
    /// c, h and the dense input 0.
    void clear();

private:
    friend class LstmLayer;
    [[nodiscard]] std::span<float> gateInput() { return std::span(m_dense).first(m_dense.size() - m_units); }

    std::size_t m_units;
    std::vector<float> m_dense; // what the gates read: [input or its projection, h]
    std::vector<float> m_base; // of the gates: what stays the same in a run
    std::vector<float> m_c; // padded
    std::vector<float> m_h; // padded
    std::vector<float> m_sum; // of a residual layer: h and what it read
    std::vector<float> m_input; // of a projected layer, as is:
    std::vector<float> m_projectionBase;
    std::vector<float> m_projection;
};

} // namespace segue::decoder
