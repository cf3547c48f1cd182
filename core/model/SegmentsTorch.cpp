#include "core/model/SegmentsTorch.h"

namespace segue::model {

using torch::Tensor;

Tensor sideBySide(const Tensor& sequence, std::int64_t segments) {
    if (segments == 1 || !sequence.defined())
        return sequence;
    const std::int64_t L = sequence.size(0) / segments;
    const std::int64_t B = sequence.size(1);
    const std::int64_t X = sequence.size(2);
    return sequence.reshape({segments, L, B, X}).transpose(0, 1).reshape({L, segments * B, X}); // [L, S*B, X]
}

Tensor oneAfterAnother(const Tensor& rows, std::int64_t segments) {
    if (segments == 1)
        return rows;
    const std::int64_t L = rows.size(0);
    const std::int64_t B = rows.size(1) / segments;
    const std::int64_t X = rows.size(2);
    return rows.reshape({L, segments, B, X}).transpose(0, 1).reshape({segments * L, B, X}); // [T, B, X]
}

Tensor countedSteps(const Tensor& lengths, std::int64_t steps) {
    const std::int64_t parts = lengths.size(1);
    const Tensor step = torch::arange(steps / parts, lengths.options()); // [T/P]
    return (step < lengths.unsqueeze(2)).reshape({lengths.size(0), steps}).t(); // [B, P, T/P] -> [T, B]
}

Tensor lengthsOfSegments(const Tensor& lengths, std::int64_t steps, std::int64_t segments) {
    if (!lengths.defined())
        return lengths;
    const std::int64_t L = steps / segments;
    const Tensor number = torch::arange(1, L + 1, lengths.options()).view({1, L, 1});
    const Tensor counted = countedSteps(lengths, steps).reshape({segments, L, lengths.size(0)}); // [S, L, B]
    return (counted * number).amax(1).reshape({segments * lengths.size(0)}); // [S*B]
}

} // namespace segue::model
