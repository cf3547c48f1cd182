#include "core/decoder/CoreDecoder.h"

#include <algorithm>
#include <cmath>

namespace segue::decoder {
namespace {

using architecture::OutputPart;
using Kind = OutputPart::Kind;

/// Hits are decided, velocities and offsets are what the network says.
void answerGroove(std::span<const float> logits, Draws& draws, std::span<float> answers) {
    const std::size_t drums = logits.size() / 3;
    for (std::size_t drum = 0; drum < drums; ++drum) {
        answers[drum] = draws.yes(logits[drum], drum) ? 1.0F : 0.0F;
        answers[drums + drum] = sigmoid(logits[drums + drum]);
        answers[2 * drums + drum] = std::tanh(logits[2 * drums + drum]);
    }
}

void answerPart(Kind kind, std::span<const float> logits, Draws& draws, std::span<float> answers) {
    switch (kind) {
    case Kind::Categorical:
        std::ranges::fill(answers, 0.0F);
        answers[draws.oneOf(logits)] = 1.0F;
        return;
    case Kind::Groove: answerGroove(logits, draws, answers); return;
    case Kind::Boolean:
    case Kind::Nade: // which a Nade answers
        for (std::size_t drum = 0; drum < logits.size(); ++drum)
            answers[drum] = draws.yes(logits[drum], drum) ? 1.0F : 0.0F;
        return;
    }
}

} // namespace

CoreDecoder::CoreDecoder(const architecture::CoreDecoder& plan, bool feedsSilentCells, WeightPacker& packer)
    : m_firstColumn(static_cast<std::size_t>(plan.firstColumn)),
      m_columns(static_cast<std::size_t>(plan.columns)),
      m_controls(static_cast<std::size_t>(plan.controls)),
      m_feedsSilentCells(feedsSilentCells),
      m_outputs(plan.outputs),
      m_layers(
          plan.layers,
          {{InputKind::Sparse, plan.columns}, {InputKind::Ahead, plan.embedding}, {InputKind::Sparse, plan.controls}},
          plan.embedding, packer),
      m_output(plan.layers.prefix + ".output", plan.layers.outputs(), packer) {
    if (plan.isNade())
        m_nade.emplace(plan.layers.prefix + ".nade", packer);
}

void CoreDecoder::startSegment(const Rows& embedding, State& state, ActiveRows active, Team& team) const {
    m_layers.start(embedding, state.m_layers, active, team);
}

void CoreDecoder::step(SparseBatch controls, std::span<Draws> draws, Rows& logits, Rows& answers, State& state,
                       ActiveRows active, Team& team) const {
    for (const std::size_t row : active) {
        std::vector<SparseInput>& inputs = state.m_inputs[row];
        inputs.assign(state.m_heard[row].begin(), state.m_heard[row].end());
        for (const SparseInput& control : controls[row])
            inputs.push_back({m_columns + control.column, control.value});
        state.m_batch[row] = inputs;
    }
    m_output.apply(m_layers.step(state.m_batch, state.m_layers, active, team), state.m_said, active, team);
    for (const std::size_t row : active) {
        const auto own = answers[row].subspan(m_firstColumn, m_columns);
        answer(state.m_said[row], draws[row], logits[row].subspan(m_firstColumn, m_columns), own, state);
        listen(own, state.m_heard[row]);
    }
}

void CoreDecoder::answer(std::span<const float> said, Draws& draws, std::span<float> logits, std::span<float> answers,
                         State& state) const {
    if (m_nade) {
        m_nade->answer(said.first(m_nade->hidden() + m_columns), draws, logits, answers, state.m_nadeScratch);
        return;
    }
    std::ranges::copy(said.first(m_columns), logits.begin());
    std::size_t first = 0;
    for (const OutputPart& part : m_outputs) {
        const auto width = static_cast<std::size_t>(part.width);
        answerPart(part.kind, logits.subspan(first, width), draws, answers.subspan(first, width));
        first += width;
    }
}

/// A groove's velocities and offsets are heard only with their hit, as they stand in the data that was learned; or
/// everywhere, where the architecture feeds silent cells.
void CoreDecoder::listen(std::span<const float> answers, std::vector<SparseInput>& heard) const {
    heard.clear();
    const bool onlyHits = m_outputs.front().kind == Kind::Groove && !m_feedsSilentCells;
    const std::size_t drums = m_columns / 3;
    for (std::size_t column = 0; column < m_columns; ++column)
        if (answers[column] != 0.0F && (!onlyHits || answers[column % drums] != 0.0F))
            heard.push_back({column, answers[column]});
}

CoreDecoder::State::State(const CoreDecoder& core, std::size_t rows)
    : m_layers(core.m_layers, rows),
      m_said(rows, core.m_output.paddedOutputs()),
      m_nadeScratch(core.m_nade ? core.m_nade->scratchSize() : 0),
      m_heard(rows),
      m_inputs(rows),
      m_batch(rows) {
    for (std::size_t row = 0; row < rows; ++row) {
        m_heard[row].reserve(core.m_columns);
        m_inputs[row].reserve(core.m_columns + core.m_controls);
    }
}

} // namespace segue::decoder
