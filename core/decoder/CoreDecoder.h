#pragma once

#include "core/decoder/DenseLayer.h"
#include "core/decoder/LstmStack.h"
#include "core/decoder/Nade.h"

#include <optional>
#include <span>
#include <vector>

namespace segue::decoder {

/// Writes the steps of a segment, one by one, from its embedding, for the rows of a batch: layers that hear the step
/// before, and what takes answers from what they say. Letters: R rows, V its columns, C controls.
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
    void startSegment(const Rows& embedding, State& state, ActiveRows active, Team& team) const;
    /// Writes its columns of the active rows. Shape: logits and answers [R, the window's columns]; controls' columns
    /// count from 0 to C; a row's answers are drawn by its own of `draws`. Real-time safe: yes.
    void step(SparseBatch controls, std::span<Draws> draws, Rows& logits, Rows& answers, State& state,
              ActiveRows active, Team& team) const;

private:
    void answer(std::span<const float> said, Draws& draws, std::span<float> logits, std::span<float> answers,
                State& state) const;
    void listen(std::span<const float> answers, std::vector<SparseInput>& heard) const;

    std::size_t m_firstColumn;
    std::size_t m_columns;
    std::size_t m_controls;
    bool m_feedsSilentCells;
    std::vector<architecture::OutputPart> m_outputs;
    LstmStack m_layers;
    DenseLayer m_output;
    std::optional<Nade> m_nade;
};

class CoreDecoder::State {
public:
    State(const CoreDecoder& core, std::size_t rows);

    /// What the next step hears of the last one. Its columns count from 0 to V.
    [[nodiscard]] std::span<const SparseInput> heard(std::size_t row) const { return m_heard[row]; }
    [[nodiscard]] LstmStack::State& layers() { return m_layers; }
    /// The step to come hears of none before it.
    void forget(std::size_t row) { m_heard[row].clear(); }

private:
    friend class CoreDecoder;
    LstmStack::State m_layers;
    Rows m_said; // padded
    std::vector<float> m_nadeScratch;
    std::vector<std::vector<SparseInput>> m_heard; // [R]
    std::vector<std::vector<SparseInput>> m_inputs; // [R]: what is heard, then the controls
    std::vector<std::span<const SparseInput>> m_batch; // of m_inputs
};

} // namespace segue::decoder
