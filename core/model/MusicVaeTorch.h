#pragma once

#include "core/files/ModelFile.h"
#include "core/model/ChooserTorch.h"
#include "core/model/FusedLstmTorch.h"
#include "core/model/LibTorch.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace segue::model {

/// How a new network's weights are drawn. LSTM kernels and the output projection are glorot-uniform and biases 0 with
/// +1 at the forget gates; what is named here is normal around 0. Magenta's values are 0.001 for both.
struct Initialisation {
    std::uint64_t seed = 0;
    double headDeviation = 0.02; ///< of the kernels of mean and sigma
    double stateDeviation = 0.05; ///< of the kernel from z to the decoder's first state
};

/// q(z|x): independent normal distributions. Shape: both [B, Z].
struct PosteriorTensors {
    torch::Tensor mean;
    torch::Tensor sigma; ///< standard deviations
};

/// Dropout on the inputs of every LSTM layer: each value is kept with probability `keep` and scaled by 1/keep.
struct InputDropout {
    double keep = 1.0;
    at::Generator generator{}; ///< needed when keep < 1
};

/// One batch as the networks read it. T steps, B batch, D input, C controls, V columns of a step.
struct BatchTensors {
    torch::Tensor input; ///< [T, B, D]
    torch::Tensor control; ///< [T, B, C]; undefined where the codec has none
    /// [T, B, V]: what each step is told was said before it: the target one step later, zeros at the first.
    torch::Tensor previous;
    torch::Tensor target; ///< [T, B, V]
    /// int64 [B, segments]: steps that count of each of the window's segments, which are equally long. Undefined: all.
    torch::Tensor lengths;
};

/// What free-running decoding gives.
struct Generated {
    torch::Tensor outputs; ///< [T, B, V] as the codec writes them: one-hot, 0 or 1, velocities and offsets
    torch::Tensor logits; ///< [T, B, V]: what is before the activations, of a NADE given the answers before each
    /// int64 [B, segments]: steps until each segment's end token, with it; all of them where there is none. What lies
    /// behind is zeros.
    torch::Tensor lengths;
};

/// MusicVAE's networks: bidirectional LSTM encoder, normal posterior, autoregressive LSTM decoder.
///
/// Letters: T steps, B batch, D input, C controls, V columns of a decoded step, Z latent, H units.
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

    [[nodiscard]] bool hasEncoder() const { return m_architecture.encoder.present; }
    /// Shape: input [T, B, D], control [T, B, C], lengths int64 [B, segments] or undefined as in BatchTensors.
    /// Requires: hasEncoder().
    [[nodiscard]] PosteriorTensors encode(const torch::Tensor& input, const torch::Tensor& control = {},
                                          const torch::Tensor& lengths = {}, const InputDropout& dropout = {}) const;

    /// Every step at once from the true outputs before it. Reads of the batch previous, control and lengths, and the
    /// target where a NADE or a conductor hears it. Returns what is before the activations, [T, B, V]; of a NADE the
    /// logits of each answer given the target's answers before it. Steps that do not count say nothing of use.
    [[nodiscard]] torch::Tensor decode(const BatchTensors& batch, const torch::Tensor& z,
                                       const InputDropout& dropout = {}) const;

    /// Free-running: each step is told what `choose` made of the one before. Shape: z [B, Z], control [T, B, C] or
    /// undefined. Without gradients. Velocities and offsets are told only with their hits, as they stand in the data
    /// that the network learned from, unless the architecture feeds silent cells.
    [[nodiscard]] Generated generate(const torch::Tensor& z, const torch::Tensor& control = {},
                                     const Chooser& choose = likeliest()) const;

private:
    explicit MusicVae(architecture::Architecture architecture);
    [[nodiscard]] const torch::Tensor& weight(const std::string& name) const { return m_byName.at(name); }
    [[nodiscard]] torch::Tensor encodeLayer(const torch::Tensor& inputs, const std::string& prefix,
                                            Direction direction) const;
    /// tanh(W z + b) cut into (c, h) of each layer.
    [[nodiscard]] std::vector<LstmStates> initialStates(const torch::Tensor& z) const;

    architecture::Architecture m_architecture;
    std::vector<torch::Tensor> m_parameters;
    std::map<std::string, torch::Tensor> m_byName;
};

/// sigmoid, sigmoid and tanh of the three thirds of the last dimension.
[[nodiscard]] torch::Tensor activateGroove(const torch::Tensor& logits);

} // namespace segue::model
