#include "core/decoder/LstmStack.h"

#include <algorithm>

namespace segue::decoder {

LstmStack::LstmStack(const architecture::LstmStack& plan, const InputLayout& inputs, int embedding,
                     WeightPacker& packer)
    : m_initialState(plan.prefix + ".initial_state", embedding, packer) {
    for (std::size_t layer = 0; layer < plan.sizes.size(); ++layer)
        m_layers.emplace_back(
            LstmLayer::Shape{plan.prefix + ".layers." + std::to_string(layer),
                             layer == 0 ? inputs : InputLayout{{InputKind::Dense, plan.inputsOf(layer)}},
                             plan.sizes[layer], plan.residual, plan.hasProjection(layer)},
            packer);
}

void LstmStack::start(const Rows& embedding, State& state, ActiveRows active, Team& team) const {
    m_initialState.applyTanh(embedding, state.m_initial, active, team);
    for (LstmLayer::State& layer : state.m_layers)
        layer.clear();
    for (const std::size_t row : active) {
        auto next = state.m_initial[row].begin();
        for (LstmLayer::State& layer : state.m_layers)
            for (const std::span<float> part : {layer.c(row), layer.h(row)})
                next = std::ranges::copy_n(next, static_cast<std::ptrdiff_t>(part.size()), part.begin()).in;
    }
    m_layers.front().lookAhead(embedding, state.m_layers.front().ahead(), active, team);
}

const Rows& LstmStack::step(SparseBatch sparse, State& state, ActiveRows active, Team& team) const {
    m_layers.front().step(sparse, state.m_layers.front(), active, team);
    for (std::size_t layer = 1; layer < m_layers.size(); ++layer) {
        const Rows& below = state.m_layers[layer - 1].output();
        for (const std::size_t row : active)
            std::ranges::copy(below[row], state.m_layers[layer].input(row).begin());
        m_layers[layer].step({}, state.m_layers[layer], active, team);
    }
    return state.m_layers.back().output();
}

LstmStack::State::State(const LstmStack& stack, std::size_t rows)
    : m_initial(rows, stack.m_initialState.paddedOutputs()) {
    for (const LstmLayer& layer : stack.m_layers)
        m_layers.emplace_back(layer, rows);
}

} // namespace segue::decoder
