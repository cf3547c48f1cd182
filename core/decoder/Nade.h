#pragma once

#include "core/decoder/Draws.h"
#include "core/decoder/WeightPacker.h"

#include <span>
#include <string>

namespace segue::decoder {

/// Yes or no for each of V columns, each one told the answers before it through N hidden units:
///     logit_v = b_v + decode_v . sigmoid(a),  a = biases of the hidden units + the sum of encode_u over every yes u <
///     v
/// Source: Boulanger-Lewandowski et al. 2012, section 3; magenta/common/nade.py.
class Nade {
public:
    Nade(const std::string& prefix, WeightPacker& packer);

    /// N.
    [[nodiscard]] std::size_t hidden() const { return m_hidden; }
    [[nodiscard]] std::size_t scratchSize() const { return 2 * PackedMatrix::paddedRows(m_hidden); }
    /// Shape: biases [N + V], the hidden units' first; logits and answers (1 or 0) [V]; scratch [scratchSize()].
    /// Real-time safe: yes.
    void answer(std::span<const float> biases, Draws& draws, std::span<float> logits, std::span<float> answers,
                std::span<float> scratch) const;

private:
    std::size_t m_hidden = 0;
    PackedMatrix m_encode; // [N, V]
    PackedMatrix m_decode; // [N, V]
};

} // namespace segue::decoder
