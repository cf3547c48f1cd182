#include "core/magenta/VariableLinks.h"

#include "core/architecture/Blueprint.h"

#include <array>
#include <span>
#include <utility>

namespace segue::magenta {
namespace {

using architecture::Blueprint;
using architecture::Conductor;
using architecture::CoreDecoder;
using architecture::LstmStack;
using files::Tensor;
using Kind = VariableLink::Kind;

/// Which gate of TensorFlow's (i, g, f, o) is each of ours (i, f, g, o), and the other way round.
constexpr std::array<std::size_t, 4> kGates{0, 2, 1, 3};
constexpr std::size_t kForgetGate = 1; // of ours

class Links {
public:
    void dense(const std::string& scope, const std::string& weight, std::int64_t outputs, std::int64_t inputs) {
        m_links.push_back({Kind::Dense, scope + "/kernel", {inputs, outputs}, weight + ".weight", {outputs, inputs}});
        same(scope + "/bias", {outputs}, weight + ".bias", {outputs});
    }
    void same(std::string variable, std::vector<std::int64_t> shape, std::string weight,
              std::vector<std::int64_t> weightShape) {
        m_links.push_back(
            {Kind::Same, std::move(variable), std::move(shape), std::move(weight), std::move(weightShape)});
    }
    /// One layer and one direction.
    void cell(std::string scope, const std::string& weight, const LstmStack& stack, std::size_t layer) {
        const std::int64_t units = stack.sizes[layer];
        std::int64_t inputs = stack.inputsOf(layer);
        if (stack.hasProjection(layer)) {
            scope += "/input_projection_wrapper";
            dense(scope, weight + ".projection", units, inputs);
            inputs = units;
        }
        scope += "/lstm_cell";
        m_links.push_back({Kind::LstmKernel, scope + "/kernel", {inputs + units, 4 * units}, weight, {}});
        m_links.push_back({Kind::LstmBias, scope + "/bias", {4 * units}, weight + ".bias", {4 * units}});
    }
    void bidirectional(const std::string& scope, const LstmStack& stack) {
        for (std::size_t layer = 0; layer < stack.sizes.size(); ++layer) {
            const std::string number = std::to_string(layer);
            for (const auto& [theirs, ours] : {std::pair("fw", "forward"), std::pair("bw", "backward")})
                cell(scope + "/cell_" + number + "/bidirectional_rnn/" + theirs + "/multi_rnn_cell/cell_0",
                     stack.prefix + ".layers." + number + "." + ours, stack, layer);
        }
    }
    void unidirectional(const std::string& scope, const LstmStack& stack) {
        for (std::size_t layer = 0; layer < stack.sizes.size(); ++layer)
            cell(scope + "/cell_" + std::to_string(layer), stack.prefix + ".layers." + std::to_string(layer), stack,
                 layer);
    }
    std::vector<VariableLink> take() { return std::move(m_links); }

private:
    std::vector<VariableLink> m_links;
};

void addEncoder(Links& links, const Blueprint& plan, std::int64_t latentSize) {
    if (plan.encoder.empty())
        return;
    for (std::size_t level = 0; level < plan.encoder.size(); ++level)
        links.bidirectional(plan.encoder.size() == 1 ? "encoder"
                                                     : "encoder/hierarchical_level_" + std::to_string(level),
                            plan.encoder[level].layers);
    const std::int64_t top = plan.encoder.back().layers.outputs();
    links.dense("encoder/mu", "encoder.mean", latentSize, top);
    links.dense("encoder/sigma", "encoder.sigma", latentSize, top);
}

void addCore(Links& links, const std::string& scope, const CoreDecoder& core, std::int64_t nadeHidden) {
    const std::string& weight = core.layers.prefix;
    links.dense(scope + "/z_to_initial_state", weight + ".initial_state", core.layers.states(), core.embedding);
    links.unidirectional(scope + "/multi_rnn_cell", core.layers);
    const std::int64_t columns = core.columns;
    links.dense(scope + "/output_projection", weight + ".output", columns + (core.isNade() ? nadeHidden : 0),
                core.layers.outputs());
    if (!core.isNade())
        return;
    links.same(scope + "/nade/w_enc", {columns, 1, nadeHidden}, weight + ".nade.encode", {columns, nadeHidden});
    links.same(scope + "/nade/w_dec_t", {columns, nadeHidden, 1}, weight + ".nade.decode", {columns, nadeHidden});
}

/// Transposed: `rows` x `columns` become `columns` x `rows`.
std::vector<float> transposed(std::span<const float> values, std::size_t rows, std::size_t columns) {
    std::vector<float> result(values.size());
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t column = 0; column < columns; ++column)
            result[column * rows + row] = values[row * columns + column];
    return result;
}

/// Rows `first` to `first + rows` of a kernel [D + H, 4H] as ours [4H, rows].
Tensor weightOfKernel(const Tensor& kernel, std::size_t first, std::size_t rows) {
    const auto width = static_cast<std::size_t>(kernel.shape[1]);
    const std::size_t units = width / 4;
    Tensor weight{{kernel.shape[1], static_cast<std::int64_t>(rows)}, std::vector<float>(width * rows)};
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t gate = 0; gate < 4; ++gate)
            for (std::size_t unit = 0; unit < units; ++unit)
                weight.values[(gate * units + unit) * rows + row] =
                    kernel.values[(first + row) * width + kGates[gate] * units + unit];
    return weight;
}

/// The other way round, into a kernel that has room for it.
void putIntoKernel(const Tensor& weight, std::size_t first, Tensor& kernel) {
    const auto width = static_cast<std::size_t>(kernel.shape[1]);
    const auto rows = static_cast<std::size_t>(weight.shape[1]);
    const std::size_t units = width / 4;
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t gate = 0; gate < 4; ++gate)
            for (std::size_t unit = 0; unit < units; ++unit)
                kernel.values[(first + row) * width + kGates[gate] * units + unit] =
                    weight.values[(gate * units + unit) * rows + row];
}

/// Gates in the other order; `added` to the forget gate of the one that is ours.
std::vector<float> otherBias(const std::vector<float>& values, bool isOurs, float added) {
    const std::size_t units = values.size() / 4;
    std::vector<float> result(values.size());
    for (std::size_t gate = 0; gate < 4; ++gate)
        for (std::size_t unit = 0; unit < units; ++unit) {
            const std::size_t ours = gate * units + unit;
            const std::size_t theirs = kGates[gate] * units + unit;
            const float more = gate == kForgetGate ? added : 0.0F;
            (isOurs ? result[theirs] : result[ours]) = (isOurs ? values[ours] : values[theirs]) + more;
        }
    return result;
}

} // namespace

std::vector<VariableLink> variableLinks(const architecture::Architecture& architecture) {
    const Blueprint plan = blueprint(architecture);
    Links links;
    addEncoder(links, plan, architecture.latentSize);
    const std::string core = plan.conductors.empty() ? "" : "core_decoder/";
    if (plan.controls)
        links.bidirectional(core + "control_preprocessing", *plan.controls);
    for (std::size_t level = 0; level < plan.conductors.size(); ++level) {
        const Conductor& conductor = plan.conductors[level];
        const std::string scope = "decoder/hierarchical_level_" + std::to_string(level);
        links.dense(scope + "/initial_state", conductor.layers.prefix + ".initial_state", conductor.layers.states(),
                    conductor.embedding);
        links.unidirectional(scope, conductor.layers);
    }
    const bool isSplit = architecture.decoder.splitOutputs;
    for (std::size_t part = 0; part < plan.cores.size(); ++part)
        addCore(links, core + (isSplit ? "core_decoder_" + std::to_string(part) + "/" : "") + "decoder",
                plan.cores[part], architecture.decoder.nadeHidden);
    return links.take();
}

void takeVariable(const VariableLink& link, Tensors& variables, Tensors& weights) {
    auto node = variables.extract(link.variable);
    Tensor& variable = node.mapped();
    switch (link.kind) {
    case Kind::LstmKernel: {
        const auto units = static_cast<std::size_t>(link.shape[1] / 4);
        const auto inputs = static_cast<std::size_t>(link.shape[0]) - units;
        weights[link.weight + ".input_weight"] = weightOfKernel(variable, 0, inputs);
        weights[link.weight + ".recurrent_weight"] = weightOfKernel(variable, inputs, units);
        return;
    }
    case Kind::LstmBias: weights[link.weight] = {link.weightShape, otherBias(variable.values, false, 1.0F)}; return;
    case Kind::Dense:
        weights[link.weight] = {link.weightShape, transposed(variable.values, static_cast<std::size_t>(link.shape[0]),
                                                             static_cast<std::size_t>(link.shape[1]))};
        return;
    case Kind::Same: weights[link.weight] = {link.weightShape, std::move(variable.values)}; return;
    }
}

Tensor variableFrom(const VariableLink& link, const Tensors& weights) {
    if (link.kind == Kind::LstmKernel) {
        const Tensor& input = weights.at(link.weight + ".input_weight");
        Tensor kernel{link.shape, std::vector<float>(static_cast<std::size_t>(link.shape[0] * link.shape[1]))};
        putIntoKernel(input, 0, kernel);
        putIntoKernel(weights.at(link.weight + ".recurrent_weight"), static_cast<std::size_t>(input.shape[1]), kernel);
        return kernel;
    }
    const Tensor& weight = weights.at(link.weight);
    if (link.kind == Kind::LstmBias)
        return {link.shape, otherBias(weight.values, true, -1.0F)};
    if (link.kind == Kind::Dense)
        return {link.shape, transposed(weight.values, static_cast<std::size_t>(link.shape[1]),
                                       static_cast<std::size_t>(link.shape[0]))};
    return {link.shape, weight.values};
}

} // namespace segue::magenta
