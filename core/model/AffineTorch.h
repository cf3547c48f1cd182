#pragma once

#include "core/model/LibTorch.h"
#include "core/model/Products.h"

namespace segue::model {

/// The numbers of a tensor as rows of its last dimension. Requires: float32, and rows that lie equally far apart.
[[nodiscard]] MatrixView rowsOf(const torch::Tensor& tensor);

/// x W^T + b, differentiable in all three. Shape: x [..., I], weight [O, I], bias [O]; returns [..., O].
[[nodiscard]] torch::Tensor affine(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias,
                                   Precision precision);

} // namespace segue::model
