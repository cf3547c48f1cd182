#pragma once

#include "core/files/ModelFile.h"
#include "core/model/FusedLstmTorch.h"
#include "core/model/LibTorch.h"

#include <cstdint>
#include <functional>
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

/// From the logits of a step's hits to the hits themselves, 0 or 1. Shape: both [B, 9].
using HitChooser = std::function<torch::Tensor(const torch::Tensor& logits)>;
/// Those with a probability above one half.
[[nodiscard]] torch::Tensor likelyHits(const torch::Tensor& logits);

/// MusicVAE's networks for grooves: bidirectional LSTM encoder, normal posterior, autoregressive LSTM decoder.
///
/// Letters: T steps, B batch, V depth of a step (27 = hits, velocities, offsets of nine drums), Z latent, H units.
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

    /// Shape: inputs [T, B, V].
    [[nodiscard]] PosteriorTensors encode(const torch::Tensor& inputs, const InputDropout& dropout = {}) const;

    /// Every step at once from the true outputs before it: `previous` [T, B, V], zeros at the first step.
    /// Returns what is before the activations, [T, B, V].
    [[nodiscard]] torch::Tensor decode(const torch::Tensor& previous, const torch::Tensor& z,
                                       const InputDropout& dropout = {}) const;

    /// Free-running: each step reads what the one before gave. Returns activated outputs [T, B, V]: probability of a
    /// hit, velocity, offset. `choose` says which hits are taken and told to the next step; velocities and offsets are
    /// told only with their hits, as they stand in the data that the network learned from.
    [[nodiscard]] torch::Tensor generate(const torch::Tensor& z, const HitChooser& choose = likelyHits) const;

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
