#pragma once

#include "core/base/FunctionRef.h"
#include "core/decoder/BidirectionalStack.h"
#include "core/decoder/CoreDecoder.h"
#include "core/decoder/Encoder.h"
#include "core/decoder/SparseRows.h"

#include <optional>
#include <span>
#include <vector>

namespace segue::decoder {

/// Points become windows: conductors unroll z, the highest first, into an embedding for each segment, and core decoders
/// write the segment from that. The rows of a batch go through all of it together, each as if it were alone; one whose
/// segment has ended waits for the others.
/// Source: architecture::Blueprint; magenta/models/music_vae/lstm_models.py, HierarchicalLstmDecoder.
class Decoder {
public:
    /// `encoder` is that of the same model, which outlives this; conductors that read encodings need it.
    Decoder(const architecture::Architecture& architecture, const architecture::Blueprint& plan, const Encoder* encoder,
            WeightPacker& packer);

    class State;
    /// Called when a further segment of all rows is final, but for the last; false cancels. A flat decoder's segments
    /// are 16 steps each.
    using OnSegment = FunctionRef<bool()>;
    /// Of the first `windows` rows of `state`. `onSegment` may be none. Allocates nothing.
    void decode(std::size_t windows, State& state, Team& team, OnSegment onSegment = {}) const;

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
    std::size_t m_latentSize;
    std::size_t m_segments; // of a window
    std::size_t m_steps; // of a segment
    std::size_t m_columns; // V
    std::size_t m_controlColumns; // of a window
    std::optional<std::size_t> m_endColumn; // its class ends a segment
};

class Decoder::State {
public:
    State(const Decoder& decoder, std::size_t rows);

    [[nodiscard]] std::size_t rows() const { return m_windows.size(); }
    /// What a row is to decode. Shape: z [Z], controls [T, C], or none where the model has none.
    void ask(std::size_t row, std::span<const float> z, std::span<const float> controls, const DecodeOptions& options);
    /// What was made of it.
    [[nodiscard]] const DecodedTensors& decoded(std::size_t row) const { return m_windows[row].decoded; }

private:
    friend class Decoder::Writing;
    struct Window {
        SparseRows controls; ///< of the window
        SparseRows told; ///< what the control layers said of a segment
        SparseRows heard; ///< the steps of a segment as they were told to the next one
        DecodedTensors decoded;
    };
    struct Conductor {
        LstmStack::State layers;
        Rows summaries; ///< of what the steps became, to be summed up themselves: [steps R, 2H]
    };
    std::size_t m_steps; // T
    std::vector<Window> m_windows; // [R]
    std::vector<Draws> m_draws; // [R]
    Rows m_z;
    std::optional<BidirectionalStack::State> m_controls;
    std::vector<Conductor> m_conductors;
    std::vector<CoreDecoder::State> m_cores;
    std::vector<BidirectionalStack::State> m_encoder; // each level's, of a segment
    Rows m_logits; // of a step, as is:
    Rows m_answers;
    std::vector<std::span<const SparseInput>> m_told;
    std::vector<std::size_t> m_all; // the rows that are decoded
    std::vector<std::size_t> m_going; // those whose segment goes on
    std::vector<std::size_t> m_lengths; // [R]: steps of a sequence to be read
};

} // namespace segue::decoder
