#pragma once

#include "core/model/CoreDecoderTorch.h"
#include "core/model/EncoderTorch.h"

#include <functional>

namespace segue::model {

/// One batch as the networks read it. T steps, B batch, D input, C controls, V columns of a step.
struct BatchTensors {
    torch::Tensor input; ///< [T, B, D]
    torch::Tensor control; ///< [T, B, C]; undefined where the codec has none
    /// [T, B, V]: what each step is told was said before it: the target one step later, zeros at the first.
    torch::Tensor previous;
    torch::Tensor target; ///< [T, B, V]
    /// int64 [B, segments]: steps that count of each of the window's segments, which are equally long. Undefined: all.
    torch::Tensor lengths;
    /// bool [T, B, 1]: steps that are told, in place of `previous`, what the decoder itself said at the step before
    /// (scheduled sampling). A segment's first step is always told `previous`. Undefined: none.
    torch::Tensor hearsItself;
    /// [T, B, D]: what draws the answers of each step for the next one to hear, D the sum of architecture::drawsOf.
    /// Numbers from [0, 1); defined where hearsItself is.
    torch::Tensor uniforms;
};

/// What free-running decoding gives.
struct Generated {
    torch::Tensor outputs; ///< [T, B, V] as the codec writes them: one-hot, 0 or 1, velocities and offsets
    torch::Tensor logits; ///< [T, B, V]: what is before the activations, of a NADE given the answers before each
    /// int64 [B, segments]: steps until each segment's end token, with it; all of them where there is none. What lies
    /// behind is zeros.
    torch::Tensor lengths;
};

/// Writes a window from z: conductors unroll z into an embedding for each segment, depth first, and core decoders write
/// the segments from these. Without conductors z is the embedding of the only segment.
///
/// A segment begins in states made from its embedding; the first step of all but the first segment is told the last
/// step of the one before. A conductor that reads nothing knows all embeddings at once, so that all segments can be
/// learned as one batch; one that hears what its segments came to must wait for each.
/// Letters: T steps, B batch, S segments of L steps, V columns, C controls, Z latent, E embedding, H units of a layer.
/// Source: magenta/models/music_vae/lstm_models.py, HierarchicalLstmDecoder.
class Decoder {
public:
    Decoder(const NamedWeights& weights, const architecture::Architecture& architecture);

    /// As MusicVae::decode. `encoder` is needed where conductors hear encodings.
    [[nodiscard]] torch::Tensor decode(const BatchTensors& batch, const torch::Tensor& z, const InputDropout& dropout,
                                       const Encoder* encoder) const;
    /// As MusicVae::generate.
    [[nodiscard]] Generated generate(const torch::Tensor& z, const torch::Tensor& control, const Chooser& choose,
                                     const Encoder* encoder) const;

private:
    struct Conductor {
        Unroller layers;
        std::int64_t steps;
    };
    /// What learning tells segments that lie side by side. Shape: [L, R, .], lengths [R].
    struct Segments {
        torch::Tensor previous;
        torch::Tensor target;
        torch::Tensor control;
        torch::Tensor lengths;
        torch::Tensor hearsItself;
        torch::Tensor uniforms;
        /// One segment of each of B examples.
        [[nodiscard]] Segments at(std::int64_t segment, std::int64_t B) const;
    };
    /// What came of segments.
    struct Written {
        torch::Tensor logits; ///< [L, R, V]
        torch::Tensor outputs; ///< [L, R, V]; undefined while learning
        torch::Tensor told; ///< [L, R, V]: what steps hear of them, each in its own place
        torch::Tensor lengths; ///< int64 [R], or undefined
        torch::Tensor states; ///< [R, those of all core decoders]: in which they ended
    };
    /// Writes the next segment of every example from its embedding, [B, E].
    using WriteNext = std::function<Written(const torch::Tensor& embedding)>;

    /// As the core decoders are told them: [L, S*B, C].
    [[nodiscard]] torch::Tensor controlsOfSegments(const torch::Tensor& control, const torch::Tensor& lengths,
                                                   const InputDropout& dropout) const;
    /// Requires: no conductor hears anything. Shape: [S*B, E].
    [[nodiscard]] torch::Tensor embeddings(const torch::Tensor& z, const InputDropout& dropout) const;
    /// Depth first; returns what the level above hears of it, [B, .].
    torch::Tensor conduct(std::size_t level, const torch::Tensor& embedding, const WriteNext& write,
                          const InputDropout& dropout, const Encoder* encoder) const;

    /// `previous` of the segments, with what the core decoders said themselves where that is heard. Shape: [L, R, V].
    [[nodiscard]] torch::Tensor heard(const Segments& segments, const torch::Tensor& embedding) const;
    [[nodiscard]] Written read(const Segments& segments, const torch::Tensor& embedding,
                               const InputDropout& dropout) const;
    /// `told` [B, V] is what the first step hears, and becomes what a step after the last would.
    [[nodiscard]] Written write(const torch::Tensor& embedding, const torch::Tensor& control, torch::Tensor& told,
                                const Chooser& choose) const;

    architecture::ConductorInput m_hears;
    std::int64_t m_segments; ///< S
    std::int64_t m_steps; ///< L
    std::int64_t m_columns; ///< V
    bool m_hasEnd; ///< the last column is a token that ends its segment
    std::optional<BidirectionalLstm> m_controls;
    std::vector<Conductor> m_conductors; ///< the highest first
    std::vector<CoreDecoder> m_cores;
};

} // namespace segue::model
