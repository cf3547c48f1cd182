#pragma once

#include "training/Dataset.h"
#include "training/Hyperparameters.h"

#include <cstdint>
#include <vector>

namespace segue::training {

/// Some of a batch's rows, one after another: what one of several processes learns from.
struct Rows {
    int first = 0;
    int count = 0;

    friend bool operator==(const Rows&, const Rows&) = default;
};
/// The rows of part `part` of `parts`, which differ by one row at most. Requires: part < parts <= rows.
[[nodiscard]] Rows rowsOfPart(int part, int parts, int rows);

/// Examples side by side. T steps, B rows; D what the encoder reads, C what both networks are told, V what the decoder
/// writes, as architecture::tensorShape says.
struct Batch {
    /// Silent rows whose steps all count.
    Batch(const architecture::TensorShape& shape, int rows);
    /// As much of a batch of `wholeRows`.
    Batch(const architecture::TensorShape& shape, Rows part, int wholeRows);

    /// Requires: 0 <= row < rows, and an example of the same shape as all others.
    void put(int row, const codec::Example& example);
    /// What row `row` is told at `step` becomes zeros: it must do without.
    void withhold(int row, int step);
    /// Row `row` hears what the decoder itself says, at each step but the first with this chance. `random` also gives
    /// what draws that, `draws` numbers a step, the same for all rows.
    void letHearItself(int row, double chance, int draws, Random& random);

    architecture::TensorShape shape;
    int rows = 0;
    int firstRow = 0; ///< where they are among those of the whole batch
    int wholeRows = 0;
    std::vector<float> input; ///< [T, B, D]
    std::vector<float> control; ///< [T, B, C]
    std::vector<float> targets; ///< [T, B, V]: what the decoder is to say
    std::vector<float> previous; ///< [T, B, V]: what it is told it said: targets one step later, zeros at the first
    std::vector<std::uint8_t> hearsItself; ///< [T, B]: 1 where a step hears the decoder itself; empty: nowhere
    std::vector<float> uniforms; ///< [T, B, D] in [0, 1): what draws what it then says; model::BatchTensors has more
    std::vector<std::int64_t> lengths; ///< [B, segments]: steps of each segment that count; empty where all do
};

/// The examples of every step of a run as a function of the step alone: each epoch is a permutation of the windows, or
/// of some of each song, and each example's changes come from a generator of its own. So a resumed run needs nothing
/// but its step to draw what the run that was never stopped draws.
class Batches {
public:
    /// Requires: data.size() > 0; `data` and `parameters` outlive this.
    Batches(const Dataset& data, const Hyperparameters& parameters);

    /// Thread: one at a time (it remembers the order of the epoch at hand).
    [[nodiscard]] Batch at(std::int64_t step);
    /// Some rows of it, as they are in the whole. Requires: they are rows of a batch.
    [[nodiscard]] Batch at(std::int64_t step, Rows part);
    /// These rows in parts of about equal size. Requires: 0 < parts <= rows.count.
    [[nodiscard]] std::vector<Batch> partsAt(std::int64_t step, Rows rows, int parts);
    [[nodiscard]] std::int64_t stepsPerEpoch() const;
    /// The window in row `row` of step `step`.
    [[nodiscard]] int windowAt(std::int64_t step, int row);

private:
    const Dataset& m_data;
    const Hyperparameters& m_parameters;
    std::int64_t m_epochWindows = 0;
    std::int64_t m_epoch = -1;
    std::vector<int> m_order;
};

/// What everything random of a step is drawn from; `purpose` keeps its uses apart.
enum class Purpose : std::uint64_t {
    Order = 1,
    Example = 2,
    Noise = 3,
    Dropout = 4,
    Evaluation = 5,
    NoteDropout = 6,
    Itself = 7
};
[[nodiscard]] Random randomFor(std::int64_t seed, Purpose purpose, std::int64_t index);

} // namespace segue::training
