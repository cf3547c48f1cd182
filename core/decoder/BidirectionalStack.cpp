#include "core/decoder/BidirectionalStack.h"

#include <algorithm>
#include <cassert>

namespace segue::decoder {
namespace {

// So many inputs are multiplied by weights that are read once: enough that the arithmetic takes longer than the
// reading.
constexpr std::size_t kInputsAhead = 64;

LstmLayer::Shape shapeOf(const architecture::LstmStack& plan, std::size_t layer, InputKind inputs,
                         const char* direction) {
    return {plan.prefix + ".layers." + std::to_string(layer) + direction,
            {{layer == 0 ? inputs : InputKind::Ahead, plan.inputsOf(layer)}},
            plan.sizes[layer],
            plan.residual,
            plan.hasProjection(layer)};
}

} // namespace

/// One direction of a layer while it reads the sequences.
class BidirectionalStack::Reading {
public:
    Reading(std::size_t direction, std::span<const std::size_t> lengths, State& state, State::Layer& layer, Team& team)
        : m_direction(direction),
          m_lengths(lengths),
          m_steps(std::ranges::max(lengths)),
          m_state(state),
          m_own(layer.directions[direction]),
          m_outputs(layer.outputs),
          m_team(team) {}

    void read(const LstmLayer& weights, const Input& input) {
        m_own.layer.clear();
        const std::size_t together = m_own.inputs.rows() / m_lengths.size();
        for (std::size_t n = 0; n < m_steps; ++n) {
            if (input.dense && n % together == 0)
                lookAhead(weights, input.dense, n, std::min(n + together, m_steps));
            const std::size_t step = stepAt(n);
            activate(step);
            for (const std::size_t row : m_state.m_active)
                if (input.dense)
                    std::ranges::copy(m_own.ahead[n % together * m_lengths.size() + row],
                                      m_own.layer.ahead()[row].begin());
                else
                    m_state.m_sparse[row] = input.sparse(step, row);
            weights.step(m_state.m_sparse, m_own.layer, m_state.m_active, m_team);
            if (m_outputs.rows() > 0)
                keepOutputs(step);
        }
    }

private:
    /// That comes n-th in the direction of reading.
    [[nodiscard]] std::size_t stepAt(std::size_t n) const { return m_direction == 0 ? n : m_steps - 1 - n; }

    /// The sequences that have this step.
    void activate(std::size_t step) {
        m_state.m_active.clear();
        for (std::size_t row = 0; row < m_lengths.size(); ++row)
            if (step < m_lengths[row])
                m_state.m_active.push_back(row);
    }

    /// Of the steps that come from the n-th to before the last-th.
    void lookAhead(const LstmLayer& weights, DenseInputs inputs, std::size_t n, std::size_t last) {
        m_state.m_activeAhead.clear();
        for (std::size_t to = 0; n < last; ++n) {
            const std::size_t step = stepAt(n);
            for (std::size_t row = 0; row < m_lengths.size(); ++row, ++to)
                if (step < m_lengths[row]) {
                    std::ranges::copy(inputs(step, row), m_own.inputs[to].begin());
                    m_state.m_activeAhead.push_back(to);
                }
        }
        weights.lookAhead(m_own.inputs, m_own.ahead, m_state.m_activeAhead, m_team);
    }

    void keepOutputs(std::size_t step) {
        const Rows& said = m_own.layer.output();
        for (const std::size_t row : m_state.m_active)
            std::ranges::copy(
                said[row],
                m_outputs[step * m_lengths.size() + row].subspan(m_direction * said.width(), said.width()).begin());
    }

    std::size_t m_direction;
    std::span<const std::size_t> m_lengths;
    std::size_t m_steps; // of the longest
    State& m_state;
    State::Direction& m_own;
    Rows& m_outputs;
    Team& m_team;
};

BidirectionalStack::BidirectionalStack(const architecture::LstmStack& plan, InputKind inputs, WeightPacker& packer) {
    for (std::size_t layer = 0; layer < plan.sizes.size(); ++layer)
        m_layers.push_back({LstmLayer(shapeOf(plan, layer, inputs, ".forward"), packer),
                            LstmLayer(shapeOf(plan, layer, inputs, ".backward"), packer)});
}

void BidirectionalStack::run(SparseInputs inputs, std::span<const std::size_t> lengths, State& state,
                             Team& team) const {
    run({inputs, {}}, lengths, state, team);
}

void BidirectionalStack::run(DenseInputs inputs, std::span<const std::size_t> lengths, State& state, Team& team) const {
    run({{}, inputs}, lengths, state, team);
}

void BidirectionalStack::run(const Input& input, std::span<const std::size_t> lengths, State& state, Team& team) const {
    assert(lengths.size() == state.m_rows);
    for (std::size_t layer = 0; layer < m_layers.size(); ++layer) {
        const auto below = [&](std::size_t step, std::size_t row) -> std::span<const float> {
            return state.m_layers[layer - 1].outputs[step * state.m_rows + row];
        };
        for (std::size_t direction = 0; direction < kDirections; ++direction)
            Reading(direction, lengths, state, state.m_layers[layer], team)
                .read(m_layers[layer][direction], layer == 0 ? input : Input{{}, below});
    }
}

BidirectionalStack::State::State(const BidirectionalStack& stack, std::size_t rows, std::size_t steps, Keeps keeps)
    : m_rows(rows), m_sparse(rows) {
    const std::size_t together = std::clamp(kInputsAhead / rows, std::size_t{1}, steps); // steps
    for (const BidirectionalStack::Layer& weights : stack.m_layers) {
        const auto direction = [&](const LstmLayer& layer) {
            const std::size_t inputs = layer.inputsAhead() == 0 ? 0 : together * rows;
            return Direction{LstmLayer::State(layer, rows), Rows(inputs, layer.inputsAhead()),
                             Rows(inputs, layer.aheadWidth())};
        };
        const bool keepsOutputs = keeps == Keeps::Outputs || &weights != &stack.m_layers.back();
        m_layers.push_back({{direction(weights.front()), direction(weights.back())},
                            Rows(keepsOutputs ? steps * rows : 0, 2 * weights.front().units())});
    }
    m_active.reserve(rows);
    m_activeAhead.reserve(together * rows);
}

void BidirectionalStack::State::summary(std::size_t row, std::span<float> out) {
    auto& [forward, backward] = m_layers.back().directions;
    std::ranges::copy(backward.layer.h(row), std::ranges::copy(forward.layer.h(row), out.begin()).out);
}

} // namespace segue::decoder
