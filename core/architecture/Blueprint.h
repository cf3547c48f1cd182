#pragma once

#include "core/architecture/Architecture.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace segue::architecture {

/// LSTM layers on top of each other. Layer l of `sizes` has its weights under "{prefix}.layers.{l}", and those of a
/// bidirectional stack under "….forward" and "….backward" of that (H units of the layer, D what it reads):
///
///     input_weight      [4H, D]   gates in the order i, f, g, o; [4H, H] behind a projection
///     recurrent_weight  [4H, H]
///     bias              [4H]      forget gate's +1 included
///     projection.weight [H, D], projection.bias [H]   where hasProjection(): the layer reads this of its input, not it
///
/// Layer 0 reads `inputs` numbers, others the layer below: forward H, backward H where bidirectional.
struct LstmStack {
    std::string prefix;
    int inputs = 0;
    std::vector<int> sizes;
    bool bidirectional = false;
    bool residual = false;

    /// Of layer `layer`, one direction: its prefix is what is said above.
    [[nodiscard]] int inputsOf(std::size_t layer) const;
    /// Numbers that the whole stack gives a step.
    [[nodiscard]] int outputs() const { return (bidirectional ? 2 : 1) * sizes.back(); }
    /// Numbers of all states, (c, h) of every layer.
    [[nodiscard]] int states() const;
    /// A residual layer needs an input of its own size: the first of a stack always projects it, a later one where the
    /// sizes differ; and each layer of a bidirectional stack is the first of its own.
    /// Source: magenta/models/music_vae/lstm_utils.py, rnn_cell and build_bidirectional_lstm.
    [[nodiscard]] bool hasProjection(std::size_t layer) const;
};

/// One level of the encoder: what its last layer says at both ends of `steps` steps sums them up, [2H].
struct EncoderLevel {
    LstmStack layers; ///< "encoder", or "encoder.levels.{k}" where there are several
    int steps = 0; ///< of one segment
};

/// Unrolls an embedding (z, at the top) into one for each of its steps: the output of its last layer, [H].
struct Conductor {
    LstmStack layers; ///< "decoder.conductors.{k}"
    /// dense, tanh; split into c0, h0, c1, h1, ... Weights "{prefix}.initial_state.{weight [2 sum(H), E], bias}".
    int embedding = 0; ///< E
    int steps = 0;
};

/// Writes `steps` steps of some columns from an embedding. Besides its layers it has (E embedding, V columns, H top):
///
///     {prefix}.initial_state.{weight [2 sum(H), E], bias}
///     {prefix}.output.{weight [V, H], bias [V]};  of a NADE [N + V, H]: the hidden units' biases, then the columns'
///     {prefix}.nade.encode [V, N], {prefix}.nade.decode [V, N]
///
/// Layer 0 reads the columns before, the embedding and the controls, in this order.
struct CoreDecoder {
    LstmStack layers; ///< "decoder" or "decoder.core", with ".parts.{i}" where outputs are split
    int embedding = 0; ///< E
    int controls = 0; ///< numbers a step that it is told besides
    int steps = 0;
    int firstColumn = 0; ///< of the window's columns
    int columns = 0; ///< V
    std::vector<OutputPart> outputs;

    [[nodiscard]] bool isNade() const { return outputs.front().kind == OutputPart::Kind::Nade; }
};

/// An architecture laid out: every network with its sizes and the names of its weights.
///
/// The heads of the encoder are "encoder.mean" and "encoder.sigma", each {weight [Z, 2H], bias [Z]}; sigma = softplus.
/// Source: magenta/models/music_vae/{base_model,lstm_models}.py.
struct Blueprint {
    std::vector<EncoderLevel> encoder; ///< the lowest level first; empty without an encoder
    std::optional<LstmStack> controls; ///< "controls": reads the controls of a segment before the core decoder does
    std::vector<Conductor> conductors; ///< the highest first
    std::vector<CoreDecoder> cores; ///< one; or one for each output where they are split
    int segments = 1; ///< how often the core decoders write, one after another
};

/// Requires: validate(architecture).
[[nodiscard]] Blueprint blueprint(const Architecture& architecture);

/// A weight's name and shape as it stands in a model file.
struct WeightShape {
    std::string name;
    std::vector<std::int64_t> shape;

    friend bool operator==(const WeightShape&, const WeightShape&) = default;
};

/// Every weight that a model of this architecture has, encoder first. Requires: validate(architecture).
[[nodiscard]] std::vector<WeightShape> weightShapes(const Architecture& architecture);
/// How many numbers they are together.
[[nodiscard]] std::int64_t weightCount(const Architecture& architecture);

} // namespace segue::architecture
