#include "core/decoder/LstmLayer.h"

#include <algorithm>
#include <functional>

namespace segue::decoder {
namespace {

/// As many times the same.
Rows repeated(std::span<const float> row, std::size_t rows) {
    Rows result(rows, row.size());
    for (std::size_t index = 0; index < rows; ++index)
        std::ranges::copy(row, result[index].begin());
    return result;
}

} // namespace

LstmLayer::LstmLayer(const Shape& shape, WeightPacker& packer)
    : m_units(static_cast<std::size_t>(shape.units)),
      m_residual(shape.residual),
      m_gates(
          packer.gates(shape.prefix, shape.projected ? InputLayout{{InputKind::Dense, shape.units}} : shape.inputs)) {
    if (shape.projected)
        m_projection = packer.dense(shape.prefix + ".projection", shape.inputs);
}

void LstmLayer::lookAhead(const Rows& x, Rows& ahead, ActiveRows active, Team& team) const {
    reader().lookAhead(x, ahead, active, team);
}

void LstmLayer::step(SparseBatch sparse, State& state, ActiveRows active, Team& team) const {
    if (m_projection) {
        project(sparse, state, active, team);
        sparse = {};
    }
    stepLstm(m_gates.sparse, sparse, m_gates.dense, state.m_dense, state.m_base, state.m_c, state.m_h, active, team);
    for (const std::size_t row : active) {
        const auto h = std::span(state.m_h[row]).first(m_units);
        std::ranges::copy(h, state.h(row).begin());
        if (m_residual)
            std::ranges::transform(h, state.gateInput(row), state.m_output[row].begin(), std::plus<>());
        else
            std::ranges::copy(h, state.m_output[row].begin());
    }
}

void LstmLayer::project(SparseBatch sparse, State& state, ActiveRows active, Team& team) const {
    for (const std::size_t row : active)
        std::ranges::copy(state.m_projectionBase[row], state.m_projection[row].begin());
    if (m_projection->sparse.columns() > 0)
        addProduct(m_projection->sparse, sparse, state.m_projection, active, team);
    if (m_projection->dense.columns() > 0)
        addProduct(m_projection->dense, state.m_input, state.m_projection, active, team);
    for (const std::size_t row : active)
        std::ranges::copy(state.m_projection[row].first(m_units), state.gateInput(row).begin());
}

LstmLayer::State::State(const LstmLayer& layer, std::size_t rows)
    : m_units(layer.m_units),
      m_dense(rows, layer.m_gates.dense.columns()),
      m_base(repeated(layer.m_gates.bias, rows)),
      m_c(rows, layer.m_gates.bias.size() / 4),
      m_h(rows, m_c.width()),
      m_output(rows, m_units) {
    if (!layer.m_projection)
        return;
    m_input = Rows(rows, layer.m_projection->dense.columns());
    m_projectionBase = repeated(layer.m_projection->bias, rows);
    m_projection = Rows(rows, m_projectionBase.width());
}

void LstmLayer::State::clear() {
    m_dense.clear();
    m_c.clear();
    m_input.clear();
}

} // namespace segue::decoder
