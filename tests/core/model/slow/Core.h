#pragma once

#include "tests/core/model/slow/Lstm.h"
#include "tests/core/model/slow/Network.h"

#include <functional>

namespace segue::slow {

/// The layers that write some columns of a window, those of one embedding after the other.
class Core {
public:
    /// Which columns it writes: [first, first + width) of a window's.
    Core(const architecture::DecoderConfig& config, const Weights& weights, std::string prefix,
         std::vector<architecture::OutputPart> parts, std::size_t first);

    /// What a step answers, and what of it is told to the next one.
    struct Answer {
        Row outputs, logits, tokens, told;
    };

    /// Begins a segment.
    [[nodiscard]] std::vector<Memory> begin(const Row& embedding) const { return m_layers.unfolded(embedding); }
    /// Shapes: `before` [V], all columns of the step before, of which it hears its own; `target` the same of this
    /// step, or nothing: then the likeliest is told.
    [[nodiscard]] Answer step(const Row& before, const Row& embedding, const Row& control, const Row* target,
                              std::vector<Memory>& memory) const;

private:
    [[nodiscard]] bool isNade() const { return m_parts.front().kind == architecture::OutputPart::Kind::Nade; }
    [[nodiscard]] Row own(const Row& columns) const;
    [[nodiscard]] Answer answerNade(const Row& outputs, const Row* target) const;
    [[nodiscard]] Row likeliest(const Row& logits) const;
    [[nodiscard]] Row told(const Row& tokens) const;

    const architecture::DecoderConfig* m_config;
    const Weights* m_weights;
    std::string m_prefix;
    Stack m_layers;
    std::vector<architecture::OutputPart> m_parts;
    std::size_t m_first;
    std::size_t m_width = 0;
};

} // namespace segue::slow
