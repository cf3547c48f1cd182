#pragma once

#include "core/decoder/BidirectionalStack.h"
#include "core/decoder/Decoding.h"
#include "core/decoder/DenseLayer.h"
#include "core/decoder/SparseRows.h"

#include <span>
#include <vector>

namespace segue::decoder {

/// Windows become posteriors. The lowest level sums up each segment of a window as a vector [2H], the next one each
/// segment of those, until one is left. Segments of a level know nothing of each other, and so are read together.
/// Source: architecture::EncoderLevel; magenta/models/music_vae/{base_model,lstm_models}.py.
class Encoder {
public:
    /// Requires: `plan` has an encoder.
    Encoder(const architecture::Blueprint& plan, int latentSize, WeightPacker& packer);

    class State;
    /// Of the first `windows` rows of `state`.
    void encode(std::size_t windows, State& state, Team& team) const;

    [[nodiscard]] std::size_t levels() const { return m_levels.size(); }
    /// What sums up one segment: the lowest reads steps, the others summaries of the one before.
    [[nodiscard]] const BidirectionalStack& level(std::size_t index) const { return m_levels[index].layers; }
    /// Steps of a segment of a level.
    [[nodiscard]] std::size_t steps(std::size_t level) const { return m_levels[level].steps; }

private:
    struct Level {
        BidirectionalStack layers;
        std::size_t steps = 0; ///< of a segment
        std::size_t segments = 0; ///< of a window
    };
    void readSteps(std::size_t windows, State& state, Team& team) const;
    void readSummaries(std::size_t level, std::size_t windows, State& state, Team& team) const;

    std::vector<Level> m_levels; // the lowest first
    std::size_t m_latentSize;
    DenseLayer m_mean;
    DenseLayer m_sigma;
};

class Encoder::State {
public:
    State(const Encoder& encoder, std::size_t rows);

    // What a window says:
    /// Its steps, input and controls.
    [[nodiscard]] SparseRows& steps(std::size_t row) { return m_windows[row].steps; }
    /// Example::lengths.
    [[nodiscard]] std::vector<int>& lengths(std::size_t row) { return m_windows[row].lengths; }
    /// What was made of it.
    [[nodiscard]] const Posterior& posterior(std::size_t row) const { return m_windows[row].posterior; }

private:
    friend class Encoder;
    struct Window {
        SparseRows steps;
        std::vector<int> lengths;
        Posterior posterior;
    };
    struct Level {
        BidirectionalStack::State layers;
        std::vector<std::size_t> lengths; ///< of its segments
        Rows summaries; ///< [segments R, 2H]
    };
    std::vector<Window> m_windows; // [R]
    std::vector<Level> m_levels;
    std::vector<std::size_t> m_active;
    Rows m_mean; // padded, as is:
    Rows m_sigma;
};

} // namespace segue::decoder
