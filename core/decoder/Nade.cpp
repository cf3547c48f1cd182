#include "core/decoder/Nade.h"

#include "core/decoder/Kernels.h"

#include <algorithm>
#include <cassert>

namespace segue::decoder {

Nade::Nade(const std::string& prefix, WeightPacker& packer) {
    const files::Tensor encode = packer.take(prefix + ".encode");
    m_hidden = static_cast<std::size_t>(encode.shape[1]);
    m_encode = packer.transposed(encode);
    m_decode = packer.transposed(packer.take(prefix + ".decode"));
}

void Nade::answer(std::span<const float> biases, Draws& draws, std::span<float> logits, std::span<float> answers,
                  std::span<float> scratch) const {
    assert(biases.size() == m_hidden + logits.size() && answers.size() == logits.size());
    assert(scratch.size() == scratchSize());
    const std::span<float> activations = scratch.first(scratch.size() / 2);
    const std::span<float> hidden = scratch.last(activations.size()); // their sigmoids: only a yes changes them
    const auto hear = [&] { m_encode.kernels().sigmoid(activations.data(), hidden.data(), hidden.size()); };
    std::ranges::fill(std::ranges::copy(biases.first(m_hidden), activations.begin()).out, activations.end(), 0.0F);
    hear();
    for (std::size_t column = 0; column < logits.size(); ++column) {
        logits[column] = biases[m_hidden + column] + columnProduct(m_decode, column, hidden);
        answers[column] = draws.yes(logits[column], column) ? 1.0F : 0.0F;
        if (answers[column] == 0.0F)
            continue;
        addColumn(m_encode, column, activations);
        hear();
    }
}

} // namespace segue::decoder
