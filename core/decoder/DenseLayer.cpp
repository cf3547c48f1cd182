#include "core/decoder/DenseLayer.h"

namespace segue::decoder {

DenseLayer::DenseLayer(const std::string& prefix, int inputs, WeightPacker& packer)
    : m_weights(packer.dense(prefix, {{InputKind::Ahead, inputs}})) {}

void DenseLayer::apply(const Rows& x, Rows& out, ActiveRows active, Team& team) const {
    m_weights.lookAhead(x, out, active, team);
}

} // namespace segue::decoder
