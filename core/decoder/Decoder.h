#pragma once

#include "core/decoder/BidirectionalStack.h"
#include "core/decoder/CoreDecoder.h"
#include "core/decoder/Encoder.h"

#include <optional>
#include <span>
#include <vector>

namespace segue::decoder {

/// A z becomes a window: conductors unroll it, the highest first, into an embedding for each segment, and core decoders
/// write the segment from that.
/// Source: architecture::Blueprint; magenta/models/music_vae/lstm_models.py, HierarchicalLstmDecoder.
class Decoder {
public:
    /// `encoder` is that of the same model, which outlives this; conductors that read encodings need it.
    Decoder(const architecture::Architecture& architecture, const architecture::Blueprint& plan, const Encoder* encoder,
            WeightPacker& packer);

    class State;
    /// Shape: z [Z]; `controls` are the rows of a window, or none where the model has none; decoded [T, V].
    /// `onSegment` may be none; a flat decoder's segments are 16 steps each.
    void decode(std::span<const float> z, const SparseRows& controls, const DecodeOptions& options, State& state,
                DecodedTensors& decoded, OnSegment onSegment = {}) const;

private:
    class Writing;
    struct Conductor {
        LstmStack layers;
        int steps = 0;
    };
    std::optional<BidirectionalStack> m_controls;
    std::vector<Conductor> m_conductors;
    std::vector<CoreDecoder> m_cores;
    architecture::ConductorInput m_conductorInput;
    const Encoder* m_encoder;
    std::size_t m_segments; // of a window
    std::size_t m_steps; // of a segment
    std::size_t m_columns; // V
    std::optional<std::size_t> m_endColumn; // its class ends a segment
};

class Decoder::State {
public:
    explicit State(const Decoder& decoder);

private:
    friend class Decoder;
    friend class Decoder::Writing;
    struct Conductor {
        LstmStack::State layers;
        std::vector<float> summaries; // of what the steps became, to be summed up themselves: [steps, 2H]
    };
    std::optional<BidirectionalStack::State> m_controls;
    SparseRows m_told; // what the control layers said of a segment
    std::vector<Conductor> m_conductors;
    std::vector<CoreDecoder::State> m_cores;
    SparseRows m_heard; // the steps of a segment as they were told to the next one
    std::optional<Encoder::State> m_encoder;
};

} // namespace segue::decoder
