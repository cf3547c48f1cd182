#include "core/decoder/DenseLayer.h"

#include "core/decoder/Kernels.h"

namespace segue::decoder {

DenseLayer::DenseLayer(const std::string& prefix, int inputs, WeightPacker& packer)
    : m_weights(packer.dense(prefix, {{InputKind::Ahead, inputs}})) {}

void DenseLayer::apply(const Rows& x, Rows& out, ActiveRows active, Team& team) const {
    m_weights.lookAhead(x, out, active, team);
}

void DenseLayer::applyTanh(const Rows& x, Rows& out, ActiveRows active, Team& team) const {
    apply(x, out, active, team);
    for (const std::size_t row : active)
        m_weights.ahead.kernels().hyperbolicTangent(out[row].data(), out[row].data(), out.width());
}

} // namespace segue::decoder
