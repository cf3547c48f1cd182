#pragma once

#include "training/Dataset.h"
#include "training/Hyperparameters.h"

#include <cstdint>
#include <vector>

namespace segue::training {

/// One step's examples. Shape: both [T, B, V] in memory, T steps, B batch, V = 27.
struct Batch {
    std::vector<float> targets; ///< what the encoder reads and the decoder is to say
    /// What the decoder is told was said before: targets one step later, zeros at the first step, and zeros where
    /// it must do without.
    std::vector<float> previous;
};

/// The examples of every step of a run as a function of the step alone: each epoch is a permutation of the windows, and
/// each example's changes come from a generator of its own. So a resumed run needs nothing but its step to draw what
/// the run that was never stopped draws.
class Batches {
public:
    /// Requires: data.size() > 0; `data` outlives this.
    Batches(const Dataset& data, const Hyperparameters& parameters) : m_data(data), m_parameters(parameters) {}

    /// Thread: one at a time (it remembers the order of the epoch at hand).
    [[nodiscard]] Batch at(std::int64_t step);
    [[nodiscard]] std::int64_t stepsPerEpoch() const;
    /// The window in row `row` of step `step`.
    [[nodiscard]] int windowAt(std::int64_t step, int row);

private:
    const Dataset& m_data;
    const Hyperparameters& m_parameters;
    std::int64_t m_epoch = -1;
    std::vector<int> m_order;
};

/// Writes `pattern` as row `row` of a [T, rows, V] array.
void writeRow(const codec::GrooveCodec& codec, const music::DrumPattern& pattern, std::vector<float>& batch, int row,
              int rows);

/// What everything random of a step is drawn from; `purpose` keeps its uses apart.
enum class Purpose : std::uint64_t { Order = 1, Example = 2, Noise = 3, Dropout = 4, Evaluation = 5 };
[[nodiscard]] Random randomFor(std::int64_t seed, Purpose purpose, std::int64_t index);

} // namespace segue::training
