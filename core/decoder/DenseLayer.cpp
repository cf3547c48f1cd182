#include "core/decoder/DenseLayer.h"

namespace segue::decoder {

DenseLayer::DenseLayer(const std::string& prefix, int inputs, WeightPacker& packer)
    : m_weights(packer.dense(prefix, {{InputKind::Constant, inputs}})) {}

void DenseLayer::apply(std::span<const float> x, std::span<float> out) const {
    m_weights.startRun(x, out);
}

} // namespace segue::decoder
