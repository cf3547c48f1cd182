#include "tests/core/model/slow/Core.h"

#include <algorithm>
#include <cmath>

namespace segue::slow {
namespace {

using architecture::OutputPart;

std::ptrdiff_t at(std::size_t index) {
    return static_cast<std::ptrdiff_t>(index);
}

} // namespace

Core::Core(const architecture::DecoderConfig& config, const Weights& weights, std::string prefix,
           std::vector<OutputPart> parts, std::size_t first)
    : m_config(&config),
      m_weights(&weights),
      m_prefix(std::move(prefix)),
      m_layers(weights, m_prefix, config.sizes, config.residual),
      m_parts(std::move(parts)),
      m_first(first) {
    for (const OutputPart& part : m_parts)
        m_width += static_cast<std::size_t>(part.width);
}

Core::Answer Core::step(const Row& before, const Row& embedding, const Row& control, const Row* target,
                        std::vector<Memory>& memory) const {
    const Row top = m_layers.step(joined({own(before), embedding, control}), memory);
    const Row outputs = m_weights->dense(m_prefix + ".output", top);
    Row owned;
    if (target != nullptr)
        owned = own(*target);
    if (m_parts.front().kind == OutputPart::Kind::Nade)
        return answerNade(outputs, target != nullptr ? &owned : nullptr);
    return {outputs, outputs, target != nullptr ? owned : likeliest(outputs)};
}

Row Core::own(const Row& columns) const {
    const auto first = columns.begin() + at(m_first);
    return {first, first + at(m_width)};
}

/// Source: Boulanger-Lewandowski et al. 2012; magenta/common/nade.py.
Core::Answer Core::answerNade(const Row& outputs, const Row* target) const {
    const Row& encode = m_weights->values(m_prefix + ".nade.encode");
    const Row& decode = m_weights->values(m_prefix + ".nade.decode");
    const auto hidden = static_cast<std::size_t>(m_config->nadeHidden);
    Row activation(outputs.begin(), outputs.begin() + at(hidden));
    Answer answer{outputs, {}, {}};
    for (std::size_t column = 0; column < m_width; ++column) {
        double logit = outputs.at(hidden + column);
        for (std::size_t unit = 0; unit < hidden; ++unit)
            logit += sigmoid(activation[unit]) * decode.at(column * hidden + unit);
        const double told = target != nullptr ? target->at(column) : (logit >= 0 ? 1 : 0);
        for (std::size_t unit = 0; unit < hidden; ++unit)
            activation[unit] += told * encode.at(column * hidden + unit);
        answer.logits.push_back(logit);
        answer.told.push_back(told);
    }
    return answer;
}

Row Core::likeliest(const Row& logits) const {
    Row told(logits.size());
    std::size_t first = 0;
    for (const OutputPart& part : m_parts) {
        const auto width = static_cast<std::size_t>(part.width);
        const auto begin = logits.begin() + at(first);
        if (part.kind == OutputPart::Kind::Categorical) {
            const auto best = std::max_element(begin, begin + at(width));
            told[static_cast<std::size_t>(best - logits.begin())] = 1;
        } else if (part.kind == OutputPart::Kind::Boolean) {
            for (std::size_t column = first; column < first + width; ++column)
                told[column] = logits[column] >= 0 ? 1 : 0;
        } else {
            const std::size_t drums = width / 3;
            for (std::size_t drum = first; drum < first + drums; ++drum) {
                told[drum] = logits[drum] >= 0 ? 1 : 0;
                if (told[drum] == 0 && !m_config->feedsSilentCells)
                    continue;
                told[drum + drums] = sigmoid(logits[drum + drums]);
                told[drum + 2 * drums] = std::tanh(logits[drum + 2 * drums]);
            }
        }
        first += width;
    }
    return told;
}

} // namespace segue::slow
