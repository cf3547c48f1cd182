#pragma once

#include "core/magenta/VariableLinks.h"

#include <cmath>
#include <string>
#include <vector>

namespace segue::test {

using Vector = std::vector<double>;

/// Adds matrix [O, I] times x [I] to y [O].
inline void addProduct(const files::Tensor& matrix, const Vector& x, Vector& y) {
    const float* value = matrix.values.data(); // pointers, as tests are not optimised
    const double* const end = x.data() + x.size();
    for (double& sum : y)
        for (const double* factor = x.data(); factor != end; ++factor, ++value)
            sum += static_cast<double>(*value) * *factor;
}

/// weight [O, I] times x, plus bias, in plain loops.
[[nodiscard]] inline Vector dense(const magenta::Tensors& weights, const std::string& name, const Vector& x) {
    const auto& bias = weights.at(name + ".bias");
    Vector y(bias.values.begin(), bias.values.end());
    addProduct(weights.at(name + ".weight"), x, y);
    return y;
}

struct CellState {
    Vector c;
    Vector h;
};

/// One step of an LSTM layer, gates i, f, g, o as Blueprint.h says; written from the equations.
inline void stepLstm(const magenta::Tensors& weights, const std::string& name, const Vector& x, CellState& state) {
    const auto& bias = weights.at(name + ".bias");
    const std::size_t units = state.h.size();
    Vector gates(bias.values.begin(), bias.values.end());
    addProduct(weights.at(name + ".input_weight"), x, gates);
    addProduct(weights.at(name + ".recurrent_weight"), state.h, gates);
    const auto sigmoid = [](double v) { return 1 / (1 + std::exp(-v)); };
    for (std::size_t unit = 0; unit < units; ++unit) {
        state.c[unit] =
            sigmoid(gates[units + unit]) * state.c[unit] + sigmoid(gates[unit]) * std::tanh(gates[2 * units + unit]);
        state.h[unit] = sigmoid(gates[3 * units + unit]) * std::tanh(state.c[unit]);
    }
}

} // namespace segue::test
