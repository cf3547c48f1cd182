#pragma once

#include "core/decoder/BidirectionalStack.h"
#include "core/decoder/Decoding.h"
#include "core/decoder/DenseLayer.h"

#include <span>
#include <vector>

namespace segue::decoder {

/// A window becomes a posterior. The lowest level sums up each segment of the window as a vector [2H], the next one
/// each segment of those, until one is left.
/// Source: architecture::EncoderLevel; magenta/models/music_vae/{base_model,lstm_models}.py.
class Encoder {
public:
    /// Requires: `plan` has an encoder.
    Encoder(const architecture::Blueprint& plan, int latentSize, WeightPacker& packer);

    class State;
    /// `rows` are the steps of a window, input and controls; `lengths` are Example::lengths.
    [[nodiscard]] Posterior encode(const SparseRows& rows, std::span<const int> lengths, State& state) const;

    /// Numbers of a summary, 2H.
    [[nodiscard]] std::size_t summarySize() const { return m_summarySize; }
    /// The lowest level's summary of the steps [first, first + steps) of `rows`. Shape: out [2H].
    void summarise(const SparseRows& rows, std::size_t first, std::size_t steps, std::span<float> out,
                   State& state) const;
    /// A higher level's summary of those of a segment below. Shape: summaries [steps, 2H], out [2H].
    void summarise(std::size_t level, std::span<const float> summaries, std::span<float> out, State& state) const;

private:
    [[nodiscard]] Posterior posterior(std::span<const float> summary, State& state) const;

    struct Level {
        BidirectionalStack layers;
        std::size_t steps = 0; ///< of a segment
        std::size_t segments = 0; ///< of a window
    };
    std::vector<Level> m_levels; // the lowest first
    std::size_t m_latentSize;
    std::size_t m_summarySize;
    DenseLayer m_mean;
    DenseLayer m_sigma;
};

class Encoder::State {
public:
    explicit State(const Encoder& encoder);

private:
    friend class Encoder;
    std::vector<BidirectionalStack::State> m_levels;
    std::vector<std::vector<float>> m_summaries; // [level][segments, 2H]
    std::vector<float> m_mean; // padded, as is:
    std::vector<float> m_sigma;
};

} // namespace segue::decoder
