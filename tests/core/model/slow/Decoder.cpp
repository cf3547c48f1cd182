#include "tests/core/model/slow/Core.h"
#include "tests/core/model/slow/Encoder.h"
#include "tests/core/model/slow/Lstm.h"

#include <numeric>

namespace segue::slow {
namespace {

using architecture::Architecture;
using architecture::ConductorInput;
using architecture::DecoderConfig;
using Memories = std::vector<std::vector<Memory>>; ///< [core][layer]

Rows slice(const Rows& rows, std::size_t first, std::size_t count) {
    const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(first);
    return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

/// The states of all cores as one: of each layer all c, then all h.
Row flattenedTogether(const Memories& memories) {
    Rows parts;
    for (std::size_t layer = 0; layer < memories.front().size(); ++layer) {
        for (const auto& memory : memories)
            parts.push_back(memory[layer].c);
        for (const auto& memory : memories)
            parts.push_back(memory[layer].h);
    }
    return joined(parts);
}

/// Writes one window: the conductors from the highest down, each embedding of one unrolled by the next, and at the
/// bottom one segment after the other.
class Writer {
public:
    /// `target`: what is told, null: what was found likeliest.
    Writer(const Architecture& architecture, const Weights& weights, const Rows& control, const Rows* target,
           const std::vector<int>& lengths);

    [[nodiscard]] Writing write(const Row& z) {
        conduct(0, z);
        m_writing.lengths = m_lengths;
        return m_writing;
    }

private:
    Row conduct(std::size_t level, const Row& embedding);
    Row writeSegment(const Row& embedding);
    /// What all cores answer to the step before, as one.
    Core::Answer answer(const Row& embedding, const Row& control, const Row* target, Memories& memories) const;
    [[nodiscard]] Rows controlOf(std::size_t first, int length) const;

    [[nodiscard]] std::size_t conductors() const {
        return m_config.levelLengths.empty() ? 0 : m_config.levelLengths.size() - 1;
    }
    [[nodiscard]] std::size_t widthBelow(std::size_t level) const;

    const Architecture& m_architecture;
    const DecoderConfig& m_config;
    const Weights& m_weights;
    const Rows& m_control;
    const Rows* m_target;
    std::size_t m_steps = 0; ///< of a segment
    std::vector<int> m_lengths; ///< of each segment
    bool m_ends; ///< an instrument's last column ends its segment
    std::vector<Core> m_cores;
    std::size_t m_segment = 0; ///< that comes next
    Row m_before; ///< what was told last
    Writing m_writing;
};

Writer::Writer(const Architecture& architecture, const Weights& weights, const Rows& control, const Rows* target,
               const std::vector<int>& lengths)
    : m_architecture(architecture),
      m_config(architecture.decoder),
      m_weights(weights),
      m_control(control),
      m_target(target),
      m_ends(std::holds_alternative<architecture::PerformanceCodecConfig>(architecture.codec)) {
    m_steps = m_config.levelLengths.empty() ? control.size() : static_cast<std::size_t>(m_config.levelLengths.back());
    m_lengths = lengthsOf(lengths, control.size() / m_steps, static_cast<int>(m_steps));
    m_before.resize(static_cast<std::size_t>(architecture.shape().output));

    const std::string prefix = m_config.levelLengths.empty() ? "decoder" : "decoder.core";
    if (!m_config.splitOutputs) {
        m_cores.emplace_back(m_config, weights, prefix, m_config.outputs, 0);
        return;
    }
    std::size_t first = 0;
    for (std::size_t part = 0; part < m_config.outputs.size(); ++part) {
        m_cores.emplace_back(m_config, weights, prefix + ".parts." + std::to_string(part),
                             std::vector{m_config.outputs[part]}, first);
        first += static_cast<std::size_t>(m_config.outputs[part].width);
    }
}

/// Gives what the level above reads of this one. Source: lstm_models.py, HierarchicalLstmDecoder.
Row Writer::conduct(std::size_t level, const Row& embedding) {
    if (level == conductors())
        return writeSegment(embedding);
    const Stack layers(m_weights, "decoder.conductors." + std::to_string(level), m_config.sizes, m_config.residual);
    const bool isDeaf = m_config.conductorInput == ConductorInput::Nothing;
    std::vector<Memory> memory = layers.unfolded(embedding);
    Row below(widthBelow(level));
    Rows said;
    for (int step = 0; step < m_config.levelLengths[level]; ++step) {
        const Row input = isDeaf ? Row{0.0} : joined({below, embedding});
        below = conduct(level + 1, layers.step(input, memory));
        said.push_back(below);
    }
    if (m_config.conductorInput == ConductorInput::Encodings)
        return encodeSegment(m_architecture.encoder, m_weights, conductors() - level, said,
                             m_config.levelLengths[level]);
    return flattened(memory);
}

Row Writer::writeSegment(const Row& embedding) {
    const std::size_t first = m_segment * m_steps;
    int& length = m_lengths[m_segment++];
    const Rows control = controlOf(first, length);
    Memories memories;
    for (const Core& core : m_cores)
        memories.push_back(core.begin(embedding));
    Memories ended = memories;
    Rows heard;
    for (std::size_t step = 0; step < m_steps; ++step) {
        const Row* target = m_target != nullptr ? &m_target->at(first + step) : nullptr;
        const bool counts = step < static_cast<std::size_t>(length);
        const Core::Answer given = answer(embedding, control[step], target, memories);
        const bool isOver = !counts && target == nullptr;
        m_before = isOver ? Row(given.told.size()) : given.told;
        heard.push_back(m_before);
        m_writing.outputs.push_back(given.outputs);
        m_writing.logits.push_back(given.logits);
        m_writing.tokens.push_back(isOver ? m_before : given.tokens);
        if (!counts)
            continue;
        ended = memories;
        if (target == nullptr && m_ends && given.tokens.back() == 1)
            length = static_cast<int>(step) + 1;
    }
    if (m_config.conductorInput == ConductorInput::Encodings)
        return encodeSegment(m_architecture.encoder, m_weights, 0, heard, length);
    return flattenedTogether(ended);
}

Core::Answer Writer::answer(const Row& embedding, const Row& control, const Row* target, Memories& memories) const {
    Core::Answer all;
    for (std::size_t core = 0; core < m_cores.size(); ++core) {
        const Core::Answer own = m_cores[core].step(m_before, embedding, control, target, memories[core]);
        all.outputs = joined({all.outputs, own.outputs});
        all.logits = joined({all.logits, own.logits});
        all.tokens = joined({all.tokens, own.tokens});
        all.told = joined({all.told, own.told});
    }
    return all;
}

/// What the cores are told besides in a segment: the controls, or what layers that read them made of them.
Rows Writer::controlOf(std::size_t first, int length) const {
    const Rows control = slice(m_control, first, m_steps);
    if (m_config.controlSizes.empty())
        return control;
    return readBothWays(m_weights, "controls", m_config.controlSizes, m_config.residual, control, length).outputs;
}

/// How many numbers conduct(level + 1) gives.
std::size_t Writer::widthBelow(std::size_t level) const {
    if (m_config.conductorInput == ConductorInput::Encodings)
        return 2 * static_cast<std::size_t>(m_architecture.encoder.sizes.back());
    const int states = 2 * std::accumulate(m_config.sizes.begin(), m_config.sizes.end(), 0);
    return static_cast<std::size_t>(states) * (level + 1 == conductors() ? m_cores.size() : 1);
}

} // namespace

Writing Network::recite(const Row& z, const Example& example) const {
    return Writer(m_architecture, m_weights, example.control, &example.target, example.lengths).write(z);
}

Writing Network::improvise(const Row& z, const Rows& control) const {
    return Writer(m_architecture, m_weights, control, nullptr, {static_cast<int>(control.size())}).write(z);
}

} // namespace segue::slow
