#pragma once

#include "core/files/ModelFile.h"
#include "core/model/DecoderTorch.h"
#include "core/model/EncoderTorch.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace segue::model {

/// How a new network's weights are drawn. LSTM kernels and projections are glorot-uniform, a NADE's weights normal with
/// a variance of one over its answers, cut off at two deviations, and biases 0 with +1 at the forget gates; what is
/// named here is normal around 0. Magenta's values are 0.001 for both.
struct Initialisation {
    std::uint64_t seed = 0;
    double headDeviation = 0.02; ///< of the kernels of mean and sigma
    double stateDeviation = 0.05; ///< of the kernels from z, or from an embedding, to first states
};

/// MusicVAE's networks of any architecture: LSTM encoder, normal posterior, autoregressive LSTM decoder.
///
/// Letters: T steps, B batch, D input, C controls, V columns of a decoded step, Z latent.
/// Source: magenta/models/music_vae/{base_model,lstm_models}.py. Thread: one at a time.
class MusicVae {
public:
    /// Requires: architecture::validate(architecture).
    MusicVae(architecture::Architecture architecture, const Initialisation& initialisation);
    MusicVae(const MusicVae&) = delete; // a copied tensor is the same weights under another name
    MusicVae& operator=(const MusicVae&) = delete;
    MusicVae(MusicVae&&) = default;
    MusicVae& operator=(MusicVae&&) = default;
    ~MusicVae() = default;
    /// Errors: ShapeMismatch, naming the weight.
    [[nodiscard]] static Result<MusicVae> fromModelFile(const files::ModelFile& file);

    [[nodiscard]] const architecture::Architecture& architecture() const { return m_architecture; }
    /// By the names and in the order of architecture::weightShapes; leaves that require gradients.
    [[nodiscard]] const std::vector<torch::Tensor>& parameters() const { return m_parameters; }
    [[nodiscard]] std::map<std::string, files::Tensor> weights() const;
    /// Overwrites every weight. Errors: ShapeMismatch.
    [[nodiscard]] Status setWeights(const std::map<std::string, files::Tensor>& weights);

    /// From now on. A new network multiplies in 32 bits.
    void multiplyIn(Precision precision);
    [[nodiscard]] Precision precision() const { return m_weights.precision; }

    [[nodiscard]] bool hasEncoder() const { return m_encoder.has_value(); }
    /// Shape: input [T, B, D], control [T, B, C], lengths int64 [B, segments] or undefined as in BatchTensors.
    /// Requires: hasEncoder().
    [[nodiscard]] PosteriorTensors encode(const torch::Tensor& input, const torch::Tensor& control = {},
                                          const torch::Tensor& lengths = {}, const InputDropout& dropout = {}) const;

    /// Every step at once from the outputs before it, true ones or, where the batch says so, the decoder's own. Of the
    /// batch all is read but the input; the target only where a NADE or a conductor hears it. Returns what is before
    /// the activations, [T, B, V]; of a NADE the logits of each answer given the target's answers before it. Steps that
    /// do not count say nothing of use.
    [[nodiscard]] torch::Tensor decode(const BatchTensors& batch, const torch::Tensor& z,
                                       const InputDropout& dropout = {}) const;

    /// Free-running: each step is told what `choose` made of the one before. Shape: z [B, Z], control [T, B, C] or
    /// undefined. Without gradients. Velocities and offsets are told only with their hits, as they stand in the data
    /// that the network learned from, unless the architecture feeds silent cells.
    [[nodiscard]] Generated generate(const torch::Tensor& z, const torch::Tensor& control = {},
                                     const Chooser& choose = likeliest()) const;

private:
    explicit MusicVae(architecture::Architecture architecture);
    architecture::Architecture m_architecture;
    std::vector<torch::Tensor> m_parameters;
    NamedWeights m_weights;
    std::optional<Encoder> m_encoder;
    std::optional<Decoder> m_decoder; ///< always there, but only once the weights are
};

} // namespace segue::model
