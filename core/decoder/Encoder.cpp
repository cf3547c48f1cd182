#include "core/decoder/Encoder.h"

#include "core/codec/SegmentLengths.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace segue::decoder {
namespace {

/// log(1 + exp(x)), kept above 0 where it is too small for a float.
float softplus(float x) {
    return std::max(std::max(x, 0.0F) + std::log1p(std::exp(-std::abs(x))), std::numeric_limits<float>::min());
}

} // namespace

Encoder::Encoder(const architecture::Blueprint& plan, int latentSize, WeightPacker& packer)
    : m_latentSize(static_cast<std::size_t>(latentSize)),
      m_summarySize(static_cast<std::size_t>(plan.encoder.back().layers.outputs())),
      m_mean("encoder.mean", plan.encoder.back().layers.outputs(), packer),
      m_sigma("encoder.sigma", plan.encoder.back().layers.outputs(), packer) {
    std::size_t segments = 1;
    for (const architecture::EncoderLevel& level : plan.encoder)
        segments *= static_cast<std::size_t>(level.steps);
    for (const architecture::EncoderLevel& level : plan.encoder) {
        const auto steps = static_cast<std::size_t>(level.steps);
        const InputKind inputs = m_levels.empty() ? InputKind::Sparse : InputKind::Dense;
        segments /= steps;
        m_levels.push_back({BidirectionalStack(level.layers, inputs, packer), steps, segments});
    }
}

Posterior Encoder::encode(const SparseRows& rows, std::span<const int> lengths, State& state) const {
    const auto summaryOf = [&](std::size_t level, std::size_t segment) {
        return std::span(state.m_summaries[level]).subspan(segment * m_summarySize, m_summarySize);
    };
    const Level& lowest = m_levels.front();
    for (std::size_t segment = 0; segment < lowest.segments; ++segment)
        summarise(rows, segment * lowest.steps, codec::segmentLength(lengths, segment, lowest.segments, lowest.steps),
                  summaryOf(0, segment), state);
    for (std::size_t level = 1; level < m_levels.size(); ++level) {
        const std::size_t size = m_levels[level].steps * m_summarySize;
        for (std::size_t segment = 0; segment < m_levels[level].segments; ++segment)
            summarise(level, std::span(state.m_summaries[level - 1]).subspan(segment * size, size),
                      summaryOf(level, segment), state);
    }
    return posterior(state.m_summaries.back(), state);
}

void Encoder::summarise(const SparseRows& rows, std::size_t first, std::size_t steps, std::span<float> out,
                        State& state) const {
    m_levels.front().layers.run(rows, first, steps, state.m_levels.front());
    state.m_levels.front().summary(out);
}

void Encoder::summarise(std::size_t level, std::span<const float> summaries, std::span<float> out, State& state) const {
    m_levels[level].layers.run(summaries, state.m_levels[level]);
    state.m_levels[level].summary(out);
}

Posterior Encoder::posterior(std::span<const float> summary, State& state) const {
    m_mean.apply(summary, state.m_mean);
    m_sigma.apply(summary, state.m_sigma);
    Posterior result;
    result.mean.assign(state.m_mean.begin(), state.m_mean.begin() + static_cast<std::ptrdiff_t>(m_latentSize));
    result.sigma.resize(m_latentSize);
    std::transform(state.m_sigma.begin(), state.m_sigma.begin() + static_cast<std::ptrdiff_t>(m_latentSize),
                   result.sigma.begin(), softplus);
    return result;
}

Encoder::State::State(const Encoder& encoder)
    : m_mean(encoder.m_mean.paddedOutputs()), m_sigma(encoder.m_sigma.paddedOutputs()) {
    for (const Level& level : encoder.m_levels) {
        m_levels.emplace_back(level.layers, level.steps);
        m_summaries.emplace_back(level.segments * encoder.m_summarySize);
    }
}

} // namespace segue::decoder
