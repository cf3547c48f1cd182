#pragma once

#include "core/decoder/DenseLayer.h"
#include "core/decoder/LstmStack.h"
#include "core/decoder/Nade.h"

#include <optional>
#include <span>
#include <vector>

namespace segue::decoder {

/// Writes the steps of a segment, one by one, from its embedding: layers that hear the step before, and what takes
/// answers from what they say. Letters: V its columns, C controls.
/// Source: architecture::CoreDecoder; magenta/models/music_vae/lstm_models.py, BaseLstmDecoder and what derives from
/// it.
class CoreDecoder {
public:
    /// `feedsSilentCells`: as in architecture::DecoderConfig.
    CoreDecoder(const architecture::CoreDecoder& plan, bool feedsSilentCells, WeightPacker& packer);

    /// Of the window's columns.
    [[nodiscard]] std::size_t firstColumn() const { return m_firstColumn; }
    [[nodiscard]] std::size_t columns() const { return m_columns; }

    class State;
    /// The first step goes on from the one that was heard last.
    void startSegment(std::span<const float> embedding, State& state) const;
    /// Shape: logits and answers [V], answers of zeros; controls' columns count from 0 to C.
    /// Real-time safe: yes, after the first window.
    void step(std::span<const SparseInput> controls, Draws& draws, std::span<float> logits, std::span<float> answers,
              State& state) const;

private:
    void answer(Draws& draws, std::span<float> logits, std::span<float> answers, State& state) const;
    void listen(std::span<const float> answers, State& state) const;

    std::size_t m_firstColumn;
    std::size_t m_columns;
    bool m_feedsSilentCells;
    std::vector<architecture::OutputPart> m_outputs;
    LstmStack m_layers;
    DenseLayer m_output;
    std::optional<Nade> m_nade;
};

class CoreDecoder::State {
public:
    explicit State(const CoreDecoder& core);

    /// What the next step hears of the last one. Its columns count from 0 to V.
    [[nodiscard]] std::span<const SparseInput> heard() const { return m_heard; }
    [[nodiscard]] LstmStack::State& layers() { return m_layers; }
    /// The step to come hears of none before it.
    void forget() { m_heard.clear(); }

private:
    friend class CoreDecoder;
    LstmStack::State m_layers;
    std::vector<float> m_said; // padded
    std::vector<float> m_nadeScratch;
    std::vector<SparseInput> m_heard;
    std::vector<SparseInput> m_inputs; // what is heard, then the controls
};

} // namespace segue::decoder
