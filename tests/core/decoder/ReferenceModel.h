#pragma once

#include "core/decoder/LiveModel.h"

#include <cmath>
#include <string>
#include <vector>

namespace segue::test {

/// The same networks as decoder::LiveModel, written as a textbook would and computed in double: one loop a formula,
/// nothing packed, nothing fused. What the fast one must equal.
class ReferenceModel {
public:
    using Vector = std::vector<double>;

    explicit ReferenceModel(const files::ModelFile& file) : m_file(file) {}

    struct Posterior {
        Vector mean;
        Vector sigma;
    };

    [[nodiscard]] Posterior encode(const music::DrumPattern& pattern) const {
        std::vector<Vector> inputs;
        for (int step = 0; step < pattern.steps(); ++step) {
            Vector x(27, 0.0);
            for (int drum = 0; drum < 9; ++drum) {
                const music::DrumCell& cell = pattern.at(step, drum);
                if (!cell.hit)
                    continue;
                x[index(drum)] = 1.0;
                x[index(9 + drum)] = static_cast<double>(cell.velocity);
                x[index(18 + drum)] = -2.0 * static_cast<double>(cell.microtiming);
            }
            inputs.push_back(x);
        }
        Vector last;
        for (std::size_t layer = 0; layer < m_file.architecture.encoder.sizes.size(); ++layer) {
            const std::string prefix = "encoder.layers." + std::to_string(layer);
            const auto units = index(m_file.architecture.encoder.sizes[layer]);
            std::vector<Vector> outputs(inputs.size());
            Vector cell(units, 0.0);
            Vector forward(units, 0.0);
            for (std::size_t t = 0; t < inputs.size(); ++t) {
                lstm(prefix + ".forward", inputs[t], cell, forward);
                outputs[t] = forward;
            }
            cell.assign(units, 0.0);
            Vector backward(units, 0.0);
            for (std::size_t t = inputs.size(); t-- > 0;) {
                lstm(prefix + ".backward", inputs[t], cell, backward);
                outputs[t].insert(outputs[t].end(), backward.begin(), backward.end());
            }
            last = forward;
            last.insert(last.end(), backward.begin(), backward.end());
            inputs = outputs;
        }
        Posterior posterior{dense("encoder.mean", last), dense("encoder.sigma", last)};
        for (double& sigma : posterior.sigma)
            sigma = std::log(1.0 + std::exp(sigma));
        return posterior;
    }

    /// What each step says, [T][27] after sigmoid and tanh, when the hits of `decided` are fed back.
    [[nodiscard]] std::vector<Vector> decode(const std::vector<float>& z, const music::DrumPattern& decided) const {
        const Vector latent(z.begin(), z.end());
        const Vector initial = dense("decoder.initial_state", latent);
        std::vector<Vector> cells;
        std::vector<Vector> outputs;
        std::size_t at = 0;
        for (const int units : m_file.architecture.decoder.sizes)
            for (auto* states : {&cells, &outputs}) {
                states->emplace_back();
                for (int unit = 0; unit < units; ++unit)
                    states->back().push_back(std::tanh(initial[at++]));
            }

        Vector previous(27, 0.0);
        std::vector<Vector> said;
        for (int step = 0; step < decided.steps(); ++step) {
            Vector x = previous;
            x.insert(x.end(), latent.begin(), latent.end());
            for (std::size_t layer = 0; layer < cells.size(); ++layer) {
                lstm("decoder.layers." + std::to_string(layer), x, cells[layer], outputs[layer]);
                x = outputs[layer];
            }
            Vector values = dense("decoder.output", x);
            for (std::size_t i = 0; i < 27; ++i)
                values[i] = i < 18 ? logistic(values[i]) : std::tanh(values[i]);
            said.push_back(values);
            for (std::size_t drum = 0; drum < 9; ++drum) {
                const double hit = decided.at(step, static_cast<int>(drum)).hit ? 1.0 : 0.0;
                previous[drum] = hit;
                previous[9 + drum] = hit * values[9 + drum];
                previous[18 + drum] = hit * values[18 + drum];
            }
        }
        return said;
    }

private:
    [[nodiscard]] static std::size_t index(int value) { return static_cast<std::size_t>(value); }
    [[nodiscard]] static double logistic(double x) { return 1.0 / (1.0 + std::exp(-x)); }

    /// matrix * x + bias, rows of the named matrix.
    [[nodiscard]] Vector product(const std::string& name, const Vector& x) const {
        const std::vector<float>& matrix = m_file.weights.at(name).values;
        Vector result(matrix.size() / x.size(), 0.0);
        for (std::size_t row = 0; row < result.size(); ++row)
            for (std::size_t column = 0; column < x.size(); ++column)
                result[row] += static_cast<double>(matrix[row * x.size() + column]) * x[column];
        return result;
    }

    [[nodiscard]] Vector dense(const std::string& prefix, const Vector& x) const {
        Vector result = product(prefix + ".weight", x);
        for (std::size_t row = 0; row < result.size(); ++row)
            result[row] += static_cast<double>(m_file.weights.at(prefix + ".bias").values[row]);
        return result;
    }

    void lstm(const std::string& prefix, const Vector& x, Vector& cell, Vector& output) const {
        const Vector input = product(prefix + ".input_weight", x);
        const Vector recurrent = product(prefix + ".recurrent_weight", output);
        const std::vector<float>& bias = m_file.weights.at(prefix + ".bias").values;
        const std::size_t units = cell.size();
        const auto gate = [&](std::size_t which, std::size_t unit) {
            const std::size_t row = which * units + unit;
            return input[row] + recurrent[row] + static_cast<double>(bias[row]);
        };
        for (std::size_t unit = 0; unit < units; ++unit) {
            cell[unit] = logistic(gate(1, unit)) * cell[unit] + logistic(gate(0, unit)) * std::tanh(gate(2, unit));
            output[unit] = logistic(gate(3, unit)) * std::tanh(cell[unit]);
        }
    }

    const files::ModelFile& m_file;
};

} // namespace segue::test
