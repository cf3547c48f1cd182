#include "core/model/UnrollerTorch.h"

namespace segue::model {

using torch::Tensor;

Tensor Unrolling::read(const Tensor& inputs, const Tensor& controls, const Tensor& lengths) {
    std::vector<Tensor> parts{inputs};
    if (m_everyStep.defined())
        parts.push_back(m_everyStep.expand({inputs.size(0), -1, -1}));
    if (controls.defined())
        parts.push_back(controls);
    Tensor x = parts.size() > 1 ? torch::cat(parts, 2) : inputs; // [T, B, X+E+C]
    for (std::size_t layer = 0; layer < m_layers.size(); ++layer) {
        const auto result = m_layers[layer].read(x, m_states[layer], Direction::Forward, lengths, m_dropout);
        x = result.outputs; // [T, B, H]
        m_states[layer] = result.last;
    }
    return x;
}

Unroller::Unroller(const NamedWeights& weights, const architecture::LstmStack& stack, int told, int controls)
    : m_initialState(weights, stack.prefix + ".initial_state"),
      m_inputs(stack.inputs - told - controls),
      m_told(told),
      m_controls(controls) {
    for (std::size_t layer = 0; layer < stack.sizes.size(); ++layer)
        m_layers.emplace_back(weights, stack, layer);
}

Unrolling Unroller::begin(const Tensor& embedding, const InputDropout& dropout) const {
    Unrolling unrolling;
    unrolling.m_layers = m_layers;
    unrolling.m_dropout = dropout;
    const Tensor states = torch::tanh(m_initialState(embedding)); // [B, 2 sum(H)]: c0, h0, c1, h1, ...
    std::int64_t at = 0;
    for (const LstmLayer& layer : m_layers) {
        const std::int64_t H = layer.units();
        unrolling.m_states.push_back({states.narrow(1, at, H), states.narrow(1, at + H, H)});
        at += 2 * H;
    }
    if (m_told == 0)
        return unrolling;
    LstmLayer& first = unrolling.m_layers.front();
    if (dropout.isOn() || first.projection) {
        unrolling.m_everyStep = embedding; // dropped anew at every step, or added to the output
        return unrolling;
    }
    const Tensor& kernel = first.weights.input; // [4H, X+E+C]
    first.weights.offset =
        at::addmm(first.weights.offset, embedding, kernel.narrow(1, m_inputs, m_told).t()); // [B, 4H]
    const Tensor own = kernel.narrow(1, 0, m_inputs);
    first.weights.input =
        m_controls == 0 ? own : torch::cat({own, kernel.narrow(1, m_inputs + m_told, m_controls)}, 1); // [4H, X+C]
    return unrolling;
}

} // namespace segue::model
