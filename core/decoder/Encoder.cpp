#include "core/decoder/Encoder.h"

#include "core/codec/SegmentLengths.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace segue::decoder {
namespace {

/// log(1 + exp(x)), kept above 0 where it is too small for a float.
float softplus(float x) {
    return std::max(std::max(x, 0.0F) + std::log1p(std::exp(-std::abs(x))), std::numeric_limits<float>::min());
}

} // namespace

Encoder::Encoder(const architecture::Blueprint& plan, int latentSize, WeightPacker& packer)
    : m_latentSize(static_cast<std::size_t>(latentSize)),
      m_mean("encoder.mean", plan.encoder.back().layers.outputs(), packer),
      m_sigma("encoder.sigma", plan.encoder.back().layers.outputs(), packer) {
    std::size_t segments = 1;
    for (const architecture::EncoderLevel& level : plan.encoder)
        segments *= static_cast<std::size_t>(level.steps);
    for (const architecture::EncoderLevel& level : plan.encoder) {
        const auto steps = static_cast<std::size_t>(level.steps);
        const InputKind inputs = m_levels.empty() ? InputKind::Sparse : InputKind::Ahead;
        segments /= steps;
        m_levels.push_back({BidirectionalStack(level.layers, inputs, packer), steps, segments});
    }
}

void Encoder::encode(std::size_t windows, State& state, Team& team) const {
    assert(windows > 0 && windows <= state.m_windows.size());
    const Team::Shift shift(team);
    readSteps(windows, state, team);
    for (std::size_t level = 1; level < m_levels.size(); ++level)
        readSummaries(level, windows, state, team);

    state.m_active.resize(windows);
    std::iota(state.m_active.begin(), state.m_active.end(), std::size_t{0});
    m_mean.apply(state.m_levels.back().summaries, state.m_mean, state.m_active, team);
    m_sigma.apply(state.m_levels.back().summaries, state.m_sigma, state.m_active, team);
    for (std::size_t row = 0; row < windows; ++row) {
        Posterior& posterior = state.m_windows[row].posterior;
        std::ranges::copy(state.m_mean[row].first(m_latentSize), posterior.mean.begin());
        std::ranges::transform(state.m_sigma[row].first(m_latentSize), posterior.sigma.begin(), softplus);
    }
}

// Segment s of window r is row s R + r of its level.

void Encoder::readSteps(std::size_t windows, State& state, Team& team) const {
    const Level& level = m_levels.front();
    State::Level& own = state.m_levels.front();
    const std::size_t rows = state.m_windows.size();
    std::ranges::fill(own.lengths, std::size_t{0});
    for (std::size_t segment = 0; segment < level.segments; ++segment)
        for (std::size_t row = 0; row < windows; ++row)
            own.lengths[segment * rows + row] =
                codec::segmentLength(state.m_windows[row].lengths, segment, level.segments, level.steps);
    const auto at = [&](std::size_t step, std::size_t row) {
        return state.m_windows[row % rows].steps.row(row / rows * level.steps + step);
    };
    level.layers.run(BidirectionalStack::SparseInputs(at), own.lengths, own.layers, team);
    for (std::size_t row = 0; row < own.lengths.size(); ++row)
        own.layers.summary(row, own.summaries[row]);
}

void Encoder::readSummaries(std::size_t index, std::size_t windows, State& state, Team& team) const {
    const Level& level = m_levels[index];
    State::Level& own = state.m_levels[index];
    const Rows& below = state.m_levels[index - 1].summaries;
    const std::size_t rows = state.m_windows.size();
    for (std::size_t row = 0; row < own.lengths.size(); ++row)
        own.lengths[row] = row % rows < windows ? level.steps : 0;
    const auto at = [&](std::size_t step, std::size_t row) {
        return below[(row / rows * level.steps + step) * rows + row % rows];
    };
    level.layers.run(BidirectionalStack::DenseInputs(at), own.lengths, own.layers, team);
    for (std::size_t row = 0; row < own.lengths.size(); ++row)
        own.layers.summary(row, own.summaries[row]);
}

Encoder::State::State(const Encoder& encoder, std::size_t rows)
    : m_windows(rows), m_mean(rows, encoder.m_mean.paddedOutputs()), m_sigma(rows, encoder.m_sigma.paddedOutputs()) {
    for (const Encoder::Level& level : encoder.m_levels) {
        const std::size_t segments = level.segments * rows;
        m_levels.push_back({BidirectionalStack::State(level.layers, segments, level.steps),
                            std::vector<std::size_t>(segments), Rows(segments, level.layers.summarySize())});
    }
    for (Window& window : m_windows) {
        window.posterior.mean.resize(encoder.m_latentSize);
        window.posterior.sigma.resize(encoder.m_latentSize);
    }
}

} // namespace segue::decoder
