#pragma once

#include "core/model/LstmLayerTorch.h"

#include <vector>

namespace segue::model {

/// What a bidirectional stack makes of a sequence. H units a direction of the top layer.
struct Reading {
    torch::Tensor outputs; ///< [T, B, 2H]: forward, backward. Of use where the steps count
    torch::Tensor ends; ///< [B, 2H]: what each direction's state says after the last step it read
};

/// LSTM layers that read a sequence from both ends; each layer reads both directions of the one below.
/// Letters: T steps, B batch, D inputs, H units.
/// Source: magenta/models/music_vae/lstm_utils.py, build_bidirectional_lstm.
class BidirectionalLstm {
public:
    BidirectionalLstm(const NamedWeights& weights, const architecture::LstmStack& stack);

    /// Shape: inputs [T, B, D]; lengths int64 [B] or undefined, as fusedLstm's.
    [[nodiscard]] Reading read(const torch::Tensor& inputs, const torch::Tensor& lengths,
                               const InputDropout& dropout) const;

private:
    struct Layer {
        LstmLayer forward;
        LstmLayer backward;
    };
    std::vector<Layer> m_layers;
};

} // namespace segue::model
