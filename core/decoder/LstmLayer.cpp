#include "core/decoder/LstmLayer.h"

#include <algorithm>
#include <functional>

namespace segue::decoder {

LstmLayer::LstmLayer(const Shape& shape, WeightPacker& packer)
    : m_units(static_cast<std::size_t>(shape.units)),
      m_residual(shape.residual),
      m_gates(
          packer.gates(shape.prefix, shape.projected ? InputLayout{{InputKind::Dense, shape.units}} : shape.inputs)) {
    if (shape.projected)
        m_projection = packer.dense(shape.prefix + ".projection", shape.inputs);
}

void LstmLayer::startRun(std::span<const float> constants, State& state) const {
    if (m_projection)
        m_projection->startRun(constants, state.m_projectionBase);
    else
        m_gates.startRun(constants, state.m_base);
}

void LstmLayer::step(std::span<const SparseInput> sparse, State& state) const {
    if (m_projection) {
        project(sparse, state);
        sparse = {};
    }
    stepLstm(m_gates.sparse, sparse, m_gates.dense, state.m_dense, state.m_base, state.m_c, state.m_h);
    std::ranges::copy(std::span(state.m_h).first(m_units), state.h().begin());
    if (m_residual)
        std::ranges::transform(state.h(), state.gateInput(), state.m_sum.begin(), std::plus<>());
}

void LstmLayer::project(std::span<const SparseInput> sparse, State& state) const {
    std::ranges::copy(state.m_projectionBase, state.m_projection.begin());
    addProduct(m_projection->sparse, sparse, state.m_projection);
    addProduct(m_projection->dense, state.m_input, state.m_projection);
    std::ranges::copy(std::span(state.m_projection).first(m_units), state.gateInput().begin());
}

LstmLayer::State::State(const LstmLayer& layer)
    : m_units(layer.m_units),
      m_dense(layer.m_gates.dense.columns()),
      m_base(layer.m_gates.bias),
      m_c(m_base.size() / 4),
      m_h(m_c.size()),
      m_sum(layer.m_residual ? m_units : 0) {
    if (!layer.m_projection)
        return;
    m_input.resize(layer.m_projection->dense.columns());
    m_projectionBase = layer.m_projection->bias;
    m_projection.resize(m_projectionBase.size());
}

void LstmLayer::State::clear() {
    std::ranges::fill(m_dense, 0.0F);
    std::ranges::fill(m_c, 0.0F);
    std::ranges::fill(m_input, 0.0F);
}

} // namespace segue::decoder
