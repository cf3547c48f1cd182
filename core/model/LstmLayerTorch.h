#pragma once

#include "core/architecture/Blueprint.h"
#include "core/model/FusedLstmTorch.h"

#include <map>
#include <optional>
#include <string>

namespace segue::model {

/// A network's weights by the names of architecture::weightShapes, and how they are multiplied. Networks share them:
/// whoever overwrites the numbers of one changes what they compute.
struct NamedWeights {
    std::map<std::string, torch::Tensor> byName;
    /// Of the products inside loops over time. What makes z and first states of it is always multiplied in 32 bits.
    Precision precision = Precision::Float32;

    [[nodiscard]] const torch::Tensor& at(const std::string& name) const { return byName.at(name); }
};

/// W x + b over the last dimension. Shape: [..., I] to [..., O].
struct Dense {
    torch::Tensor weight; ///< [O, I]
    torch::Tensor bias; ///< [O]
    Precision precision;

    /// "{prefix}.weight" and "{prefix}.bias". Requires: they are there.
    Dense(const NamedWeights& weights, const std::string& prefix, Precision itsPrecision = Precision::Float32);
    [[nodiscard]] torch::Tensor operator()(const torch::Tensor& x) const;
};

/// Dropout on the inputs of every LSTM layer: each value is kept with probability `keep` and scaled by 1/keep.
struct InputDropout {
    double keep = 1.0;
    at::Generator generator{}; ///< needed when keep < 1

    [[nodiscard]] bool isOn() const { return keep < 1.0; }
    [[nodiscard]] torch::Tensor operator()(const torch::Tensor& x) const;
};

/// One direction of one layer of a stack. A residual layer adds what it reads to what it gives, not to its states.
struct LstmLayer {
    LstmWeights weights;
    std::optional<Dense> projection; ///< of its input to its size
    bool residual = false;

    /// Layer `layer` of `stack`, whose weights have the prefix "{stack.prefix}.layers.{layer}{direction}".
    LstmLayer(const NamedWeights& named, const architecture::LstmStack& stack, std::size_t layer,
              const std::string& direction = {});

    [[nodiscard]] std::int64_t units() const { return weights.recurrent.size(1); }
    /// As fusedLstm. Dropout comes first, then the projection.
    [[nodiscard]] LstmResult read(const torch::Tensor& inputs, const LstmStates& start, Direction direction,
                                  const torch::Tensor& lengths, const InputDropout& dropout) const;
};

} // namespace segue::model
