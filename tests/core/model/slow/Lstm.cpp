#include "tests/core/model/slow/Lstm.h"

#include <cmath>

namespace segue::slow {
namespace {

/// One step of one cell. Gates lie in the order i, f, g, o; the forget gate's bias holds its +1.
void stepCell(const Weights& weights, const std::string& prefix, const Row& input, Memory& memory) {
    const Row fromInput = weights.product(prefix + ".input_weight", input);
    const Row fromBefore = weights.product(prefix + ".recurrent_weight", memory.h);
    const Row& bias = weights.values(prefix + ".bias");
    const std::size_t units = memory.h.size();
    for (std::size_t unit = 0; unit < units; ++unit) {
        const auto gate = [&](std::size_t which) {
            const std::size_t at = which * units + unit;
            return fromInput[at] + fromBefore[at] + bias[at];
        };
        memory.c[unit] = sigmoid(gate(1)) * memory.c[unit] + sigmoid(gate(0)) * std::tanh(gate(2));
        memory.h[unit] = sigmoid(gate(3)) * std::tanh(memory.c[unit]);
    }
}

/// A cell in its wrappers: a residual one adds its input to what it gives (not to what it remembers), and reads a
/// projection of its input where it must.
Row stepLayer(const Weights& weights, const std::string& prefix, bool residual, bool projected, const Row& input,
              Memory& memory) {
    const Row read = projected ? weights.dense(prefix + ".projection", input) : input;
    stepCell(weights, prefix, read, memory);
    Row output = memory.h;
    if (residual)
        for (std::size_t unit = 0; unit < output.size(); ++unit)
            output[unit] += read[unit];
    return output;
}

Memory silent(int units) {
    const Row zeros(static_cast<std::size_t>(units));
    return {zeros, zeros};
}

} // namespace

std::vector<Memory> Stack::silence() const {
    std::vector<Memory> memory;
    for (const int units : m_sizes)
        memory.push_back(silent(units));
    return memory;
}

std::vector<Memory> Stack::unfolded(const Row& embedding) const {
    const Row states = m_weights->dense(m_prefix + ".initial_state", embedding);
    std::vector<Memory> memory = silence();
    std::size_t next = 0;
    for (Memory& layer : memory)
        for (Row* row : {&layer.c, &layer.h})
            for (double& value : *row)
                value = std::tanh(states.at(next++));
    return memory;
}

Row Stack::step(const Row& input, std::vector<Memory>& memory) const {
    Row row = input;
    for (std::size_t layer = 0; layer < m_sizes.size(); ++layer) {
        const bool projected = m_residual && (layer == 0 || m_sizes[layer] != m_sizes[layer - 1]);
        row = stepLayer(*m_weights, m_prefix + ".layers." + std::to_string(layer), m_residual, projected, row,
                        memory[layer]);
    }
    return row;
}

Row flattened(const std::vector<Memory>& memory) {
    Rows parts;
    for (const Memory& layer : memory) {
        parts.push_back(layer.c);
        parts.push_back(layer.h);
    }
    return joined(parts);
}

BothWays readBothWays(const Weights& weights, const std::string& prefix, const std::vector<int>& sizes, bool residual,
                      const Rows& inputs, int length) {
    const auto count = static_cast<std::size_t>(length);
    BothWays result;
    result.outputs = inputs;
    for (std::size_t layer = 0; layer < sizes.size(); ++layer) {
        const std::string name = prefix + ".layers." + std::to_string(layer);
        const std::size_t units = static_cast<std::size_t>(sizes[layer]);
        Memory forward = silent(sizes[layer]);
        Memory backward = forward;
        const Rows below = std::move(result.outputs);
        Rows ahead(below.size(), Row(units));
        Rows behind(below.size(), Row(units));
        for (std::size_t step = 0; step < count; ++step)
            ahead[step] = stepLayer(weights, name + ".forward", residual, residual, below[step], forward);
        for (std::size_t step = count; step-- > 0;)
            behind[step] = stepLayer(weights, name + ".backward", residual, residual, below[step], backward);
        result.outputs.clear();
        for (std::size_t step = 0; step < below.size(); ++step)
            result.outputs.push_back(joined({ahead[step], behind[step]}));
        result.ends = joined({forward.h, backward.h});
    }
    return result;
}

} // namespace segue::slow
