#pragma once

#include "core/decoder/WeightPacker.h"

#include <span>
#include <string>

namespace segue::decoder {

/// weight * x + bias.
class DenseLayer {
public:
    DenseLayer(const std::string& prefix, int inputs, WeightPacker& packer);

    /// Values of its output with what pads them.
    [[nodiscard]] std::size_t paddedOutputs() const { return m_weights.bias.size(); }
    /// Shape: x [inputs], out [paddedOutputs()]. Real-time safe: yes.
    void apply(std::span<const float> x, std::span<float> out) const;

private:
    InputWeights m_weights;
};

} // namespace segue::decoder
