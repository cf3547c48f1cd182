#pragma once

#include "core/architecture/Architecture.h"
#include "core/decoder/Decoding.h"
#include "core/model/LibTorch.h"

#include <functional>

namespace segue::model {

/// Decides what a step says: from the logits of one output part to its decisions. A categorical part's are one-hot; of
/// all others each column is a yes (1) or no (0). Of a groove it is asked for the hits alone, of a NADE one column at a
/// time. `column` is the part's that the first of `logits` is of. Shape: both [B, W].
using Chooser =
    std::function<torch::Tensor(architecture::OutputPart::Kind kind, const torch::Tensor& logits, std::int64_t column)>;

/// The likeliest class, the first of equals; every yes with a probability above one half.
[[nodiscard]] Chooser likeliest();

/// Draws as decoder::LiveModel does, one number of Random(options.seed) for each categorical part and for each other
/// column, row by row and in the columns' order:
/// - of a class the first whose cumulative probability under softmax(logits / temperature) exceeds the number;
/// - a yes where the number is below sigmoid((logit - logit(threshold)) / temperature), with its drum's threshold if
/// each has one. At temperature 0 nothing is drawn: the likeliest class; a yes where sigmoid(logit) is above the
/// threshold. Requires: options.thresholds outlive the result.
[[nodiscard]] Chooser drawn(const decoder::DecodeOptions& options);

/// Draws one step at temperature 1 by numbers from [0, 1) that are given, architecture::drawsOf each part, which are
/// used up from the left: of a class the first whose cumulative probability exceeds the number, a yes where the number
/// is below the probability. Row by row, whatever the other rows are. Shape: uniforms [B, D].
[[nodiscard]] Chooser drawnBy(const torch::Tensor& uniforms);

} // namespace segue::model
