#pragma once

#include "core/model/LibTorch.h"

namespace segue::model {

// A window as segments of equal length, so that all segments of a level are read or written as one batch: row
// s * B + b of it is segment s of example b.
// Letters: T steps of the window, S segments, L = T / S steps of each, B batch, P segments that lengths are given for.

/// [T, B, X] -> [L, S*B, X]; an undefined tensor stays one.
[[nodiscard]] torch::Tensor sideBySide(const torch::Tensor& sequence, std::int64_t segments);
/// [L, S*B, X] -> [T, B, X]
[[nodiscard]] torch::Tensor oneAfterAnother(const torch::Tensor& rows, std::int64_t segments);

/// Which steps of a window count: [T, B], true where one does. Shape: lengths int64 [B, P].
[[nodiscard]] torch::Tensor countedSteps(const torch::Tensor& lengths, std::int64_t steps);
/// The lengths of S segments from those of P, [S*B]: each ends with the last of its steps that counts. Undefined
/// lengths stay so.
[[nodiscard]] torch::Tensor lengthsOfSegments(const torch::Tensor& lengths, std::int64_t steps, std::int64_t segments);

} // namespace segue::model
