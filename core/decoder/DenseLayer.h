#pragma once

#include "core/decoder/WeightPacker.h"

#include <string>

namespace segue::decoder {

/// weight * x + bias.
class DenseLayer {
public:
    DenseLayer(const std::string& prefix, int inputs, WeightPacker& packer);

    /// Values of its output with what pads them.
    [[nodiscard]] std::size_t paddedOutputs() const { return m_weights.bias.size(); }
    /// Shape: x [R, inputs], out [R, paddedOutputs()]. Real-time safe: yes.
    void apply(const Rows& x, Rows& out, ActiveRows active, Team& team) const;
    /// tanh of that.
    void applyTanh(const Rows& x, Rows& out, ActiveRows active, Team& team) const;

private:
    InputWeights m_weights;
};

} // namespace segue::decoder
