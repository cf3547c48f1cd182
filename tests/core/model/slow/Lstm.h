#pragma once

#include "tests/core/model/slow/Weights.h"

namespace segue::slow {

/// What a layer remembers from step to step.
struct Memory {
    Row c, h;
};

/// LSTM layers on top of each other, named "{prefix}.layers.{l}". Source: magenta/models/music_vae/lstm_utils.py,
/// rnn_cell; cells: Hochreiter and Schmidhuber 1997, with the forget gates of Gers et al. 2000.
class Stack {
public:
    Stack(const Weights& weights, std::string prefix, std::vector<int> sizes, bool residual)
        : m_weights(&weights), m_prefix(std::move(prefix)), m_sizes(std::move(sizes)), m_residual(residual) {}

    [[nodiscard]] std::vector<Memory> silence() const; ///< zeros
    /// tanh of "{prefix}.initial_state" of the embedding, cut into c0, h0, c1, h1, ...
    [[nodiscard]] std::vector<Memory> unfolded(const Row& embedding) const;
    /// What the top layer gives; the memory moves on by a step.
    [[nodiscard]] Row step(const Row& input, std::vector<Memory>& memory) const;

private:
    const Weights* m_weights;
    std::string m_prefix;
    std::vector<int> m_sizes;
    bool m_residual;
};

/// c0, h0, c1, h1, ...
[[nodiscard]] Row flattened(const std::vector<Memory>& memory);

/// What layers that read both ways make of `length` steps of a sequence.
struct BothWays {
    Rows outputs; ///< forward beside backward; zeros beyond the length
    Row ends; ///< the top layer's h after its last step forward, beside the one after its last step backward
};

/// Each layer reads what the one below gave, both directions of it. Nothing is read beyond `length`.
/// Source: magenta/contrib/rnn.py, stack_bidirectional_dynamic_rnn.
[[nodiscard]] BothWays readBothWays(const Weights& weights, const std::string& prefix, const std::vector<int>& sizes,
                                    bool residual, const Rows& inputs, int length);

} // namespace segue::slow
