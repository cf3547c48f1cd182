#include "core/decoder/Nade.h"

#include <algorithm>
#include <cassert>
#include <functional>
#include <numeric>

namespace segue::decoder {

Nade::Nade(const std::string& prefix, WeightPacker& packer) {
    files::Tensor encode = packer.take(prefix + ".encode");
    m_hidden = static_cast<std::size_t>(encode.shape[1]);
    m_encode = std::move(encode.values);
    m_decode = packer.take(prefix + ".decode").values;
}

void Nade::answer(std::span<const float> biases, Draws& draws, std::span<float> logits, std::span<float> answers,
                  std::span<float> scratch) const {
    assert(biases.size() == m_hidden + logits.size() && answers.size() == logits.size());
    const std::span<float> activations = scratch.first(m_hidden);
    const std::span<float> hidden = scratch.subspan(m_hidden, m_hidden); // their sigmoids: only a yes changes them
    std::ranges::copy(biases.first(m_hidden), activations.begin());
    std::ranges::transform(activations, hidden.begin(), sigmoid);
    for (std::size_t column = 0; column < logits.size(); ++column) {
        const auto row = [&](const std::vector<float>& matrix) {
            return matrix.begin() + static_cast<std::ptrdiff_t>(column * m_hidden);
        };
        logits[column] = std::inner_product(hidden.begin(), hidden.end(), row(m_decode), biases[m_hidden + column]);
        answers[column] = draws.yes(logits[column]) ? 1.0F : 0.0F;
        if (answers[column] == 0.0F)
            continue;
        std::transform(activations.begin(), activations.end(), row(m_encode), activations.begin(), std::plus<>());
        std::ranges::transform(activations, hidden.begin(), sigmoid);
    }
}

} // namespace segue::decoder
