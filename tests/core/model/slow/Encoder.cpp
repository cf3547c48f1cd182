#include "tests/core/model/slow/Encoder.h"

#include "tests/core/model/slow/Lstm.h"

#include <cmath>

namespace segue::slow {

std::vector<int> lengthsOf(const std::vector<int>& lengths, std::size_t segments, int steps) {
    const int part = static_cast<int>(segments) * steps / static_cast<int>(lengths.size());
    std::vector<int> result(segments);
    for (int step = 0; step < static_cast<int>(segments) * steps; ++step)
        if (step % part < lengths[static_cast<std::size_t>(step / part)])
            result[static_cast<std::size_t>(step / steps)] = step % steps + 1;
    return result;
}

Row encodeSegment(const architecture::EncoderConfig& config, const Weights& weights, std::size_t level,
                  const Rows& steps, int length) {
    const std::string prefix = config.levelLengths.empty() ? "encoder" : "encoder.levels." + std::to_string(level);
    return readBothWays(weights, prefix, config.sizes, config.residual, steps, length).ends;
}

Row encodeWindow(const architecture::EncoderConfig& config, const Weights& weights, const Rows& steps,
                 const std::vector<int>& lengths) {
    std::vector<int> levels = config.levelLengths;
    if (levels.empty())
        levels = {static_cast<int>(steps.size())};
    Rows rows = steps;
    for (std::size_t level = 0; level < levels.size(); ++level) {
        const auto stepsOfOne = static_cast<std::size_t>(levels[level]);
        const std::size_t segments = rows.size() / stepsOfOne;
        const std::vector<int> counting =
            level == 0 ? lengthsOf(lengths, segments, levels[level]) : std::vector<int>(segments, levels[level]);
        Rows said;
        for (std::size_t segment = 0; segment < segments; ++segment) {
            const auto first = rows.begin() + static_cast<std::ptrdiff_t>(segment * stepsOfOne);
            said.push_back(
                encodeSegment(config, weights, level, Rows(first, first + levels[level]), counting[segment]));
        }
        rows = said;
    }
    return rows.at(0);
}

Posterior Network::encode(const Example& example) const {
    Rows steps;
    for (std::size_t step = 0; step < example.input.size(); ++step)
        steps.push_back(joined({example.input[step], example.control[step]}));
    const Row summary = encodeWindow(m_architecture.encoder, m_weights, steps, example.lengths);
    Posterior posterior{m_weights.dense("encoder.mean", summary), m_weights.dense("encoder.sigma", summary)};
    for (double& sigma : posterior.sigma)
        sigma = std::log1p(std::exp(sigma));
    return posterior;
}

} // namespace segue::slow
