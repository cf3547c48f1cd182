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
    if (target != nullptr) {
        const Row owned = own(*target);
        const Row logits = isNade() ? answerNade(outputs, &owned).logits : outputs;
        return {outputs, logits, owned, owned};
    }
    if (isNade())
        return answerNade(outputs, nullptr);
    const Row tokens = likeliest(outputs);
    return {outputs, outputs, tokens, told(tokens)};
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
    Answer answer;
    answer.outputs = outputs;
    for (std::size_t column = 0; column < m_width; ++column) {
        double logit = outputs.at(hidden + column);
        for (std::size_t unit = 0; unit < hidden; ++unit)
            logit += sigmoid(activation[unit]) * decode.at(column * hidden + unit);
        const double token = target != nullptr ? target->at(column) : (logit >= 0 ? 1 : 0);
        for (std::size_t unit = 0; unit < hidden; ++unit)
            activation[unit] += token * encode.at(column * hidden + unit);
        answer.logits.push_back(logit);
        answer.tokens.push_back(token);
    }
    answer.told = answer.tokens;
    return answer;
}

Row Core::likeliest(const Row& logits) const {
    Row tokens(logits.size());
    std::size_t first = 0;
    for (const OutputPart& part : m_parts) {
        const auto width = static_cast<std::size_t>(part.width);
        const std::size_t third = width / 3;
        switch (part.kind) {
        case OutputPart::Kind::Categorical: {
            const auto begin = logits.begin() + at(first);
            const auto best = std::max_element(begin, begin + at(width));
            tokens[static_cast<std::size_t>(best - logits.begin())] = 1;
            break;
        }
        case OutputPart::Kind::Boolean:
        case OutputPart::Kind::Nade:
            for (std::size_t column = first; column < first + width; ++column)
                tokens[column] = logits[column] >= 0 ? 1 : 0;
            break;
        case OutputPart::Kind::Groove:
            for (std::size_t drum = first; drum < first + third; ++drum) {
                tokens[drum] = logits[drum] >= 0 ? 1 : 0;
                tokens[drum + third] = sigmoid(logits[drum + third]);
                tokens[drum + 2 * third] = std::tanh(logits[drum + 2 * third]);
            }
        }
        first += width;
    }
    return tokens;
}

/// A groove says how a hit would be where there is none; whether the next step hears of it is for the architecture.
Row Core::told(const Row& tokens) const {
    Row heard = tokens;
    if (m_parts.front().kind != OutputPart::Kind::Groove || m_config->feedsSilentCells)
        return heard;
    const std::size_t third = heard.size() / 3;
    for (std::size_t drum = 0; drum < third; ++drum)
        for (const std::size_t of : {drum + third, drum + 2 * third})
            heard[of] *= heard[drum];
    return heard;
}

} // namespace segue::slow
