#pragma once

#include "core/architecture/Architecture.h"
#include "tests/core/model/slow/Weights.h"

namespace segue::slow {

/// One window as a network sees it: [T] rows of the codec's depths; control rows are empty where there are none.
struct Example {
    Rows input, target, control;
    std::vector<int> lengths; ///< steps that count: of the window, or of as many equal parts of it as there are numbers
};

struct Posterior {
    Row mean, sigma;
};

/// What a decoder wrote of a window, T rows each, those that do not count among them.
struct Writing {
    Rows outputs; ///< what the projections gave, the cores' side by side: of a NADE its biases
    Rows logits; ///< [V]; of a NADE what it gave for each column once it was told the columns before
    Rows tokens; ///< [V] what was answered; a groove's velocities and offsets also where there is no hit
    std::vector<int> lengths; ///< steps that count of each segment of the lowest level
};

/// A MusicVAE as the paper and Magenta's source describe it, an example and a number at a time, without a thought of
/// speed. It shares nothing with what it is compared to but the names of the weights (core/architecture/Blueprint.h).
/// Source: Roberts et al. 2018; magenta/models/music_vae/{base_model,lstm_models,lstm_utils}.py.
class Network {
public:
    Network(architecture::Architecture architecture, Weights weights)
        : m_architecture(std::move(architecture)), m_weights(std::move(weights)) {}

    [[nodiscard]] const architecture::Architecture& architecture() const { return m_architecture; }
    [[nodiscard]] Weights& weights() { return m_weights; }

    [[nodiscard]] Posterior encode(const Example& example) const;
    /// Each step is told the target of the one before.
    [[nodiscard]] Writing recite(const Row& z, const Example& example) const;
    /// Each step is told what the one before found likeliest. A performance's segment is over with its end token, and
    /// its other tokens are zeros, as in the data that is learned. Shape: control is [T] rows.
    [[nodiscard]] Writing improvise(const Row& z, const Rows& control) const;

private:
    architecture::Architecture m_architecture;
    Weights m_weights;
};

/// Example::lengths for `segments` parts of `steps` steps each: the last step that counts, and all before it, count.
[[nodiscard]] std::vector<int> lengthsOf(const std::vector<int>& lengths, std::size_t segments, int steps);

} // namespace segue::slow
