#pragma once

#include "core/decoder/PackedMatrix.h"
#include "core/files/Safetensors.h"

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace segue::decoder {

/// How numbers come that a layer reads at each step: decides with which kernel their columns are multiplied.
enum class InputKind {
    Sparse, ///< most of them are zero
    Dense,
    Ahead, ///< known before a run begins, be they the same at all its steps or not: multiplied before them
    Zero, ///< always zero: their columns are left out
};

/// Neighbouring columns of a layer's input.
struct InputColumns {
    InputKind kind = InputKind::Dense;
    int count = 0;
};

/// All that a layer reads, in the columns' order.
using InputLayout = std::vector<InputColumns>;

/// bias + weights * input, the columns apart by how their input comes. Each part numbers its own columns from 0, in
/// their order.
struct InputWeights {
    PackedMatrix sparse;
    PackedMatrix dense;
    PackedMatrix ahead;
    std::vector<float> bias; // packed

    /// base = bias + ahead * x, row by row. Shape: x [R, columns of `ahead`], of any width if it has none; base
    /// [R, size of bias]. Real-time safe: yes.
    void lookAhead(const Rows& x, Rows& base, ActiveRows active, Team& team) const;
};

/// Takes a model's weights by name, packs them and lets go of what it packed: no more than the matrices of one layer
/// are in memory twice. Requires: all names are there, with their architecture's shapes.
class WeightPacker {
public:
    /// Gives up the weight of a name. Each is asked for once.
    using Source = std::function<files::Tensor(const std::string& name)>;
    explicit WeightPacker(Source source, const Packing& packing = {})
        : m_source(std::move(source)), m_packing(packing) {}
    /// Takes them out of `weights`, which outlive this.
    explicit WeightPacker(std::map<std::string, files::Tensor>& weights, const Packing& packing = {});

    [[nodiscard]] files::Tensor take(const std::string& name) { return m_source(name); }

    /// The gates of the LSTM layer `prefix`: the last dense columns read its own output.
    [[nodiscard]] InputWeights gates(const std::string& prefix, const InputLayout& layout);
    /// The dense layer `prefix`.
    [[nodiscard]] InputWeights dense(const std::string& prefix, const InputLayout& layout);
    /// `matrix`, its rows made columns.
    [[nodiscard]] PackedMatrix transposed(const files::Tensor& matrix) const;

private:
    Source m_source;
    Packing m_packing;
};

} // namespace segue::decoder
