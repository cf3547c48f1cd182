#include "core/model/LstmLayerTorch.h"

#include "core/model/AffineTorch.h"

namespace segue::model {

using torch::Tensor;

Dense::Dense(const NamedWeights& weights, const std::string& prefix, Precision itsPrecision)
    : weight(weights.at(prefix + ".weight")), bias(weights.at(prefix + ".bias")), precision(itsPrecision) {}

Tensor Dense::operator()(const Tensor& x) const {
    return affine(x, weight, bias, precision);
}

Tensor InputDropout::operator()(const Tensor& x) const {
    if (!isOn())
        return x;
    return x * torch::empty(x.sizes(), x.options()).bernoulli_(keep, generator) / keep;
}

LstmLayer::LstmLayer(const NamedWeights& named, const architecture::LstmStack& stack, std::size_t layer,
                     const std::string& direction)
    : residual(stack.residual) {
    const std::string prefix = stack.prefix + ".layers." + std::to_string(layer) + direction;
    weights = {named.at(prefix + ".input_weight"), named.at(prefix + ".recurrent_weight"), named.at(prefix + ".bias"),
               named.precision};
    if (stack.hasProjection(layer))
        projection.emplace(named, prefix + ".projection", named.precision);
}

LstmResult LstmLayer::read(const Tensor& inputs, const LstmStates& start, Direction direction, const Tensor& lengths,
                           const InputDropout& dropout) const {
    Tensor x = dropout(inputs); // [T, B, D]
    if (projection)
        x = (*projection)(x); // [T, B, H]
    LstmResult result = fusedLstm(x, weights, start, direction, lengths);
    if (residual)
        result.outputs = result.outputs + x;
    return result;
}

} // namespace segue::model
