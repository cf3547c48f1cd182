#include "core/architecture/Blueprint.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace segue::architecture {
namespace {

using Shapes = std::vector<WeightShape>;

void addDense(Shapes& shapes, const std::string& prefix, std::int64_t outputs, std::int64_t inputs) {
    shapes.push_back({prefix + ".weight", {outputs, inputs}});
    shapes.push_back({prefix + ".bias", {outputs}});
}

void addStack(Shapes& shapes, const LstmStack& stack) {
    for (std::size_t layer = 0; layer < stack.sizes.size(); ++layer) {
        const std::string prefix = stack.prefix + ".layers." + std::to_string(layer);
        const std::int64_t units = stack.sizes[layer];
        const std::int64_t inputs = stack.inputsOf(layer);
        const auto addDirection = [&](const std::string& direction) {
            shapes.push_back({direction + ".input_weight", {4 * units, stack.hasProjection(layer) ? units : inputs}});
            shapes.push_back({direction + ".recurrent_weight", {4 * units, units}});
            shapes.push_back({direction + ".bias", {4 * units}});
            if (stack.hasProjection(layer))
                addDense(shapes, direction + ".projection", units, inputs);
        };
        if (!stack.bidirectional) {
            addDirection(prefix);
            continue;
        }
        addDirection(prefix + ".forward");
        addDirection(prefix + ".backward");
    }
}

void addConductor(Shapes& shapes, const Conductor& conductor) {
    addDense(shapes, conductor.layers.prefix + ".initial_state", conductor.layers.states(), conductor.embedding);
    addStack(shapes, conductor.layers);
}

void addCore(Shapes& shapes, const CoreDecoder& core, int nadeHidden) {
    const std::string& prefix = core.layers.prefix;
    addDense(shapes, prefix + ".initial_state", core.layers.states(), core.embedding);
    addStack(shapes, core.layers);
    addDense(shapes, prefix + ".output", core.columns + (core.isNade() ? nadeHidden : 0), core.layers.outputs());
    if (!core.isNade())
        return;
    shapes.push_back({prefix + ".nade.encode", {core.columns, nadeHidden}});
    shapes.push_back({prefix + ".nade.decode", {core.columns, nadeHidden}});
}

std::vector<EncoderLevel> encoderLevels(const Architecture& architecture) {
    const EncoderConfig& config = architecture.encoder;
    std::vector<EncoderLevel> levels;
    if (!config.present)
        return levels;
    const TensorShape shape = architecture.shape();
    int inputs = shape.input + shape.control;
    if (config.levelLengths.empty()) {
        levels.push_back({{"encoder", inputs, config.sizes, true, config.residual}, shape.steps});
        return levels;
    }
    for (std::size_t level = 0; level < config.levelLengths.size(); ++level) {
        const std::string prefix = "encoder.levels." + std::to_string(level);
        levels.push_back({{prefix, inputs, config.sizes, true, config.residual}, config.levelLengths[level]});
        inputs = levels.back().layers.outputs();
    }
    return levels;
}

/// What the core decoders end a segment with, all together.
int finalStates(const DecoderConfig& config) {
    const int states = 2 * std::accumulate(config.sizes.begin(), config.sizes.end(), 0);
    return states * (config.splitOutputs ? static_cast<int>(config.outputs.size()) : 1);
}

std::vector<Conductor> conductors(const Architecture& architecture) {
    const DecoderConfig& config = architecture.decoder;
    std::vector<Conductor> result;
    int embedding = architecture.latentSize;
    for (std::size_t level = 0; level + 1 < config.levelLengths.size(); ++level) {
        const bool isLowest = level + 2 == config.levelLengths.size();
        int inputs = 1;
        if (config.conductorInput == ConductorInput::Encodings)
            inputs = 2 * architecture.encoder.sizes.back() + embedding;
        else if (config.conductorInput == ConductorInput::FinalStates)
            inputs =
                (isLowest ? finalStates(config) : 2 * std::accumulate(config.sizes.begin(), config.sizes.end(), 0)) +
                embedding;
        const std::string prefix = "decoder.conductors." + std::to_string(level);
        result.push_back(
            {{prefix, inputs, config.sizes, false, config.residual}, embedding, config.levelLengths[level]});
        embedding = config.sizes.back();
    }
    return result;
}

} // namespace

int LstmStack::inputsOf(std::size_t layer) const {
    return layer == 0 ? inputs : (bidirectional ? 2 : 1) * sizes[layer - 1];
}

int LstmStack::states() const {
    return 2 * std::accumulate(sizes.begin(), sizes.end(), 0);
}

bool LstmStack::hasProjection(std::size_t layer) const {
    return residual && (bidirectional || layer == 0 || sizes[layer] != sizes[layer - 1]);
}

Blueprint blueprint(const Architecture& architecture) {
    const DecoderConfig& config = architecture.decoder;
    const TensorShape shape = architecture.shape();
    Blueprint result;
    result.encoder = encoderLevels(architecture);
    result.conductors = conductors(architecture);

    CoreDecoder core;
    core.embedding = result.conductors.empty() ? architecture.latentSize : config.sizes.back();
    core.controls = shape.control;
    core.steps = config.levelLengths.empty() ? shape.steps : config.levelLengths.back();
    result.segments = shape.steps / core.steps;
    if (!config.controlSizes.empty()) {
        result.controls = LstmStack{"controls", shape.control, config.controlSizes, true, config.residual};
        core.controls = result.controls->outputs();
    }

    const std::string prefix = config.levelLengths.empty() ? "decoder" : "decoder.core";
    const auto addCoreFor = [&](const std::string& name, std::vector<OutputPart> outputs) {
        core.columns = std::transform_reduce(outputs.begin(), outputs.end(), 0, std::plus<>(),
                                             [](const OutputPart& part) { return part.width; });
        core.outputs = std::move(outputs);
        core.layers = {name, core.columns + core.embedding + core.controls, config.sizes, false, config.residual};
        result.cores.push_back(core);
        core.firstColumn += core.columns;
    };
    if (!config.splitOutputs) {
        addCoreFor(prefix, config.outputs);
        return result;
    }
    for (std::size_t part = 0; part < config.outputs.size(); ++part)
        addCoreFor(prefix + ".parts." + std::to_string(part), {config.outputs[part]});
    return result;
}

std::vector<WeightShape> weightShapes(const Architecture& architecture) {
    const Blueprint plan = blueprint(architecture);
    Shapes shapes;
    for (const EncoderLevel& level : plan.encoder)
        addStack(shapes, level.layers);
    if (!plan.encoder.empty()) {
        addDense(shapes, "encoder.mean", architecture.latentSize, plan.encoder.back().layers.outputs());
        addDense(shapes, "encoder.sigma", architecture.latentSize, plan.encoder.back().layers.outputs());
    }
    if (plan.controls)
        addStack(shapes, *plan.controls);
    for (const Conductor& conductor : plan.conductors)
        addConductor(shapes, conductor);
    for (const CoreDecoder& core : plan.cores)
        addCore(shapes, core, architecture.decoder.nadeHidden);
    return shapes;
}

std::int64_t weightCount(const Architecture& architecture) {
    std::int64_t count = 0;
    for (const WeightShape& weight : weightShapes(architecture)) {
        std::int64_t values = 1;
        for (const std::int64_t size : weight.shape)
            values *= size;
        count += values;
    }
    return count;
}

} // namespace segue::architecture
