#include "core/decoder/BidirectionalStack.h"

#include <algorithm>

namespace segue::decoder {
namespace {

LstmLayer::Shape shapeOf(const architecture::LstmStack& plan, std::size_t layer, InputKind inputs,
                         const char* direction) {
    return {plan.prefix + ".layers." + std::to_string(layer) + direction,
            {{layer == 0 ? inputs : InputKind::Dense, plan.inputsOf(layer)}},
            plan.sizes[layer],
            plan.residual,
            plan.hasProjection(layer)};
}

} // namespace

BidirectionalStack::BidirectionalStack(const architecture::LstmStack& plan, InputKind inputs, WeightPacker& packer) {
    for (std::size_t layer = 0; layer < plan.sizes.size(); ++layer)
        m_layers.push_back({LstmLayer(shapeOf(plan, layer, inputs, ".forward"), packer),
                            LstmLayer(shapeOf(plan, layer, inputs, ".backward"), packer)});
}

void BidirectionalStack::run(const SparseRows& rows, std::size_t first, std::size_t steps, State& state) const {
    run({&rows, first, {}}, steps, state);
}

void BidirectionalStack::run(std::span<const float> rows, State& state) const {
    const std::size_t width = state.m_layers.front().forward.input().size();
    run({nullptr, 0, rows}, rows.size() / width, state);
}

void BidirectionalStack::run(const Input& input, std::size_t steps, State& state) const {
    state.m_steps = steps;
    runLayer(0, input, state);
    for (std::size_t layer = 1; layer < m_layers.size(); ++layer) {
        const std::vector<float>& below = state.m_layers[layer - 1].outputs;
        runLayer(layer, {nullptr, 0, std::span(below).first(steps * state.m_layers[layer].forward.input().size())},
                 state);
    }
}

void BidirectionalStack::runLayer(std::size_t index, const Input& input, State& state) const {
    State::Layer& layer = state.m_layers[index];
    const std::size_t units = m_layers[index].forward.units();
    const auto step = [&](const LstmLayer& weights, LstmLayer::State& direction, std::size_t at, float* out) {
        if (input.sparse == nullptr) {
            const std::span<float> read = direction.input();
            std::ranges::copy(input.dense.subspan(at * read.size(), read.size()), read.begin());
        }
        weights.step(input.sparse != nullptr ? input.sparse->row(input.first + at) : std::span<const SparseInput>{},
                     direction);
        std::ranges::copy(direction.output(), out);
    };
    layer.forward.clear();
    for (std::size_t at = 0; at < state.m_steps; ++at)
        step(m_layers[index].forward, layer.forward, at, &layer.outputs[2 * at * units]);
    layer.backward.clear();
    for (std::size_t at = state.m_steps; at-- > 0;)
        step(m_layers[index].backward, layer.backward, at, &layer.outputs[(2 * at + 1) * units]);
}

BidirectionalStack::State::State(const BidirectionalStack& stack, std::size_t steps) {
    for (const BidirectionalStack::Layer& layer : stack.m_layers)
        m_layers.push_back({LstmLayer::State(layer.forward), LstmLayer::State(layer.backward),
                            std::vector<float>(steps * 2 * layer.forward.units())});
}

std::span<const float> BidirectionalStack::State::outputs() const {
    const Layer& top = m_layers.back();
    return std::span(top.outputs).first(m_steps * 2 * top.forward.output().size());
}

void BidirectionalStack::State::summary(std::span<float> out) {
    Layer& top = m_layers.back();
    std::ranges::copy(top.backward.h(), std::ranges::copy(top.forward.h(), out.begin()).out);
}

} // namespace segue::decoder
