#pragma once

#include "core/model/ChooserTorch.h"
#include "core/model/NadeTorch.h"
#include "core/model/UnrollerTorch.h"

namespace segue::model {

/// sigmoid, sigmoid and tanh of the three thirds of the last dimension.
[[nodiscard]] torch::Tensor activateGroove(const torch::Tensor& logits);

/// What a step of generation says. Shape: all [B, V].
struct Said {
    torch::Tensor output; ///< as the codec writes it
    torch::Tensor logits; ///< of a NADE given the answers before each
    torch::Tensor told; ///< what the next step hears of it
};

/// The columns of several as those of one.
[[nodiscard]] Said beside(const std::vector<Said>& parts);

/// LSTM layers that write some columns of a segment, and what turns their output into these columns.
/// Letters: T steps, B batch, V columns, E embedding, C controls, H units of the top layer, N hidden units of a NADE.
/// Source: magenta/models/music_vae/lstm_models.py, BaseLstmDecoder and those derived from it.
class CoreDecoder {
public:
    CoreDecoder(const NamedWeights& weights, architecture::CoreDecoder plan, bool feedsSilentCells);

    /// The columns of this decoder among all of the window's, the last dimension.
    [[nodiscard]] torch::Tensor own(const torch::Tensor& all) const {
        return all.narrow(-1, m_plan.firstColumn, m_plan.columns);
    }
    /// To be given these columns of the steps before, and the controls.
    [[nodiscard]] Unrolling begin(const torch::Tensor& embedding, const InputDropout& dropout) const {
        return m_layers.begin(embedding, dropout);
    }
    /// What is before the activations, [T, B, V]; of a NADE given the answers in the target's own columns.
    /// Shape: x [T, B, H], target [T, B, all columns].
    [[nodiscard]] torch::Tensor logits(const torch::Tensor& x, const torch::Tensor& target) const;
    /// Shape: x [B, H]. Without gradients.
    [[nodiscard]] Said say(const torch::Tensor& x, const Chooser& choose) const;

    /// Random numbers that draw a step.
    [[nodiscard]] std::int64_t draws() const;
    /// What the steps are told under scheduled sampling: `previous`, but where a step hears the decoder itself what
    /// that says, drawn by `uniforms`, having been told all this before. The first step never does. No gradient passes
    /// through what is said, so learning from the result is the same as learning while it is being said.
    /// Shape: embedding [B, E]; previous [T, B, V]; control [T, B, C] or undefined; hearsItself bool [T, B, 1];
    /// uniforms [T, B, draws()]. Without dropout, as when it plays.
    [[nodiscard]] torch::Tensor withItself(const torch::Tensor& embedding, const torch::Tensor& previous,
                                           const torch::Tensor& control, const torch::Tensor& hearsItself,
                                           const torch::Tensor& uniforms) const;

private:
    architecture::CoreDecoder m_plan;
    bool m_feedsSilentCells;
    Unroller m_layers;
    Dense m_output;
    std::optional<Nade> m_nade;
};

} // namespace segue::model
