#pragma once

#include "core/model/LstmLayerTorch.h"

#include <functional>

namespace segue::model {

/// A chain of answers, yes or no, each one told the ones before it: the logit of answer i is
/// c_i + decode_i . sigmoid(b + sum over j < i of answer_j encode_j), with b and c from outside.
/// Letters: R rows, V answers, N hidden units. Source: Uria et al. 2016, arXiv 1605.02226, eq. 2 and 3;
/// magenta/common/nade.py.
class Nade {
public:
    /// "{prefix}.encode" and "{prefix}.decode".
    Nade(const NamedWeights& weights, const std::string& prefix);

    /// The logits given all answers, [R, V]. Differentiable in all but the answers, at a memory of few [R, N].
    /// Shape: hidden [R, N], columns [R, V], answers [R, V].
    [[nodiscard]] torch::Tensor logits(const torch::Tensor& hidden, const torch::Tensor& columns,
                                       const torch::Tensor& answers) const;

    struct Drawn {
        torch::Tensor logits; ///< [R, V]
        torch::Tensor answers; ///< [R, V]
    };
    /// One answer after another: `answer` gives [R, 1] from its logits, [R, 1], and its column. Without gradients.
    [[nodiscard]] Drawn draw(const torch::Tensor& hidden, const torch::Tensor& columns,
                             const std::function<torch::Tensor(const torch::Tensor&, std::int64_t)>& answer) const;

private:
    torch::Tensor m_encode; ///< [V, N]
    torch::Tensor m_decode; ///< [V, N]
};

} // namespace segue::model
