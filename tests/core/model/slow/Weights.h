#pragma once

#include "core/files/Safetensors.h"

#include <map>
#include <string>
#include <vector>

namespace segue::slow {

using Row = std::vector<double>;
using Rows = std::vector<Row>; ///< [steps][numbers of a step]

/// Weights by name, in double precision, so that a difference of two losses has digits left to look at.
class Weights {
public:
    explicit Weights(const std::map<std::string, files::Tensor>& tensors);

    /// Row-major; to be changed by who asks what a weight is good for. Requires: there is a weight of this name.
    [[nodiscard]] Row& values(const std::string& name) { return m_weights.at(name).values; }
    [[nodiscard]] const Row& values(const std::string& name) const { return m_weights.at(name).values; }

    /// A matrix times x. Throws std::logic_error where their sizes differ.
    [[nodiscard]] Row product(const std::string& name, const Row& x) const;
    /// {prefix}.weight x + {prefix}.bias.
    [[nodiscard]] Row dense(const std::string& prefix, const Row& x) const;

private:
    struct Weight {
        std::vector<std::int64_t> shape;
        Row values;
    };
    std::map<std::string, Weight> m_weights;
};

[[nodiscard]] double sigmoid(double x);
/// One row after the other as one.
[[nodiscard]] Row joined(const Rows& rows);

} // namespace segue::slow
