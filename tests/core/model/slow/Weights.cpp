#include "tests/core/model/slow/Weights.h"

#include <cmath>
#include <stdexcept>

namespace segue::slow {

Weights::Weights(const std::map<std::string, files::Tensor>& tensors) {
    for (const auto& [name, tensor] : tensors)
        m_weights.emplace(name, Weight{tensor.shape, Row(tensor.values.begin(), tensor.values.end())});
}

Row Weights::product(const std::string& name, const Row& x) const {
    const auto& [shape, matrix] = m_weights.at(name);
    if (shape.size() != 2 || shape[1] != static_cast<std::int64_t>(x.size()))
        throw std::logic_error(name + " does not read " + std::to_string(x.size()) + " numbers");
    Row result(static_cast<std::size_t>(shape[0]));
    for (std::size_t m = 0; m < result.size(); ++m)
        for (std::size_t n = 0; n < x.size(); ++n)
            result[m] += matrix[m * x.size() + n] * x[n];
    return result;
}

Row Weights::dense(const std::string& prefix, const Row& x) const {
    Row result = product(prefix + ".weight", x);
    const Row& bias = values(prefix + ".bias");
    if (bias.size() != result.size())
        throw std::logic_error(prefix + " has a bias of another size");
    for (std::size_t m = 0; m < result.size(); ++m)
        result[m] += bias[m];
    return result;
}

double sigmoid(double x) {
    return 1 / (1 + std::exp(-x));
}

Row joined(const Rows& rows) {
    Row all;
    for (const Row& row : rows)
        all.insert(all.end(), row.begin(), row.end());
    return all;
}

} // namespace segue::slow
