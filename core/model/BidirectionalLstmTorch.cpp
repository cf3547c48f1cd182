#include "core/model/BidirectionalLstmTorch.h"

namespace segue::model {

using torch::Tensor;

BidirectionalLstm::BidirectionalLstm(const NamedWeights& weights, const architecture::LstmStack& stack) {
    for (std::size_t layer = 0; layer < stack.sizes.size(); ++layer)
        m_layers.push_back({{weights, stack, layer, ".forward"}, {weights, stack, layer, ".backward"}});
}

Reading BidirectionalLstm::read(const Tensor& inputs, const Tensor& lengths, const InputDropout& dropout) const {
    Reading reading{inputs, {}};
    for (const Layer& layer : m_layers) {
        const Tensor& x = reading.outputs;
        const Tensor zeros = torch::zeros({x.size(1), layer.forward.units()}, x.options()); // [B, H]
        const auto forward = layer.forward.read(x, {zeros, zeros}, Direction::Forward, lengths, dropout);
        const auto backward = layer.backward.read(x, {zeros, zeros}, Direction::Backward, lengths, dropout);
        reading = {torch::cat({forward.outputs, backward.outputs}, 2), // [T, B, 2H]
                   torch::cat({forward.last.output, backward.last.output}, 1)}; // [B, 2H]
    }
    return reading;
}

} // namespace segue::model
