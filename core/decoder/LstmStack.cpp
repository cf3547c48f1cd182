#include "core/decoder/LstmStack.h"

#include <algorithm>
#include <cmath>

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

void LstmStack::start(std::span<const float> embedding, State& state) const {
    m_initialState.apply(embedding, state.m_initial);
    auto next = state.m_initial.begin();
    for (LstmLayer::State& layer : state.m_layers) {
        layer.clear();
        for (const std::span<float> part : {layer.c(), layer.h()})
            for (float& value : part)
                value = std::tanh(*next++);
    }
    m_layers.front().startRun(embedding, state.m_layers.front());
}

std::span<const float> LstmStack::step(std::span<const SparseInput> sparse, State& state) const {
    m_layers.front().step(sparse, state.m_layers.front());
    for (std::size_t layer = 1; layer < m_layers.size(); ++layer) {
        std::ranges::copy(state.m_layers[layer - 1].output(), state.m_layers[layer].input().begin());
        m_layers[layer].step({}, state.m_layers[layer]);
    }
    return state.m_layers.back().output();
}

LstmStack::State::State(const LstmStack& stack) : m_initial(stack.m_initialState.paddedOutputs()) {
    for (const LstmLayer& layer : stack.m_layers)
        m_layers.emplace_back(layer);
}

} // namespace segue::decoder
