#include "core/decoder/LiveModel.h"

#include "core/architecture/Blueprint.h"
#include "core/base/Random.h"
#include "core/decoder/PackedMatrix.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>

// Letters: V = 27 values of a step (9 hits, 9 velocities, 9 offsets), Z latent, H units of a layer, T steps.

namespace segue::decoder {
namespace {

using architecture::Architecture;
using files::ModelFile;
using files::Tensor;

constexpr std::size_t kDrums = music::kDrumClasses;
constexpr std::size_t kVelocities = kDrums;
constexpr std::size_t kOffsets = 2 * kDrums;

/// An LSTM layer of one direction. What it reads comes in two parts: the few values of a step that are not zero
/// (first layers only), and a dense vector whose end is the layer's own previous output.
struct LstmLayer {
    PackedMatrix sparse; // [4H, V], or empty
    PackedMatrix dense; // [4H, input + H]
    std::vector<Block> bias;
    std::size_t units = 0;
};

struct DenseLayer {
    PackedMatrix weight;
    std::vector<Block> bias;

    void apply(std::span<const float> x, std::span<Block> out) const {
        std::ranges::copy(bias, out.begin());
        addProduct(weight, x, out);
    }
};

/// A layer's memory from step to step.
struct LayerState {
    std::vector<float> dense; // what it reads: [input, own previous output]
    std::vector<float> cell; // padded to whole blocks, as is:
    std::vector<float> output;

    explicit LayerState(const LstmLayer& layer)
        : dense(layer.dense.columns()), cell(layer.bias.size() * Block::kUnits), output(cell.size()) {}

    [[nodiscard]] std::span<float> input(std::size_t units) { return std::span(dense).first(dense.size() - units); }
    [[nodiscard]] std::span<float> previousOutput(std::size_t units) { return std::span(dense).last(units); }
};

float valueAt(std::span<const Block> blocks, std::size_t index) {
    return blocks[index / Block::kSize].values[index % Block::kSize];
}

float sigmoid(float x) {
    return 1.0F / (1.0F + std::exp(-x));
}

/// log(1 + exp(x)), kept above 0 where it is too small for a float.
float softplus(float x) {
    return std::max(std::max(x, 0.0F) + std::log1p(std::exp(-std::abs(x))), std::numeric_limits<float>::min());
}

/// A new output for `state`, given the step's sparse values, state.dense and the gates' constant part.
void advance(const LstmLayer& layer, std::span<const SparseInput> sparse, std::span<const Block> base,
             LayerState& state) {
    stepLstm(layer.sparse, sparse, layer.dense, state.dense, base, state.cell, state.output);
    std::ranges::copy_n(state.output.begin(), static_cast<std::ptrdiff_t>(layer.units),
                        state.previousOutput(layer.units).begin());
}

std::string describe(const std::vector<std::int64_t>& shape) {
    std::string text = "[";
    for (const std::int64_t size : shape)
        text += (text.size() > 1 ? ", " : "") + std::to_string(size);
    return text + "]";
}

Status checkShapes(const ModelFile& file) {
    for (const auto& expected : architecture::weightShapes(file.architecture)) {
        const auto at = file.weights.find(expected.name);
        if (at == file.weights.end())
            return fail(ErrorCode::ShapeMismatch, "The model has no weight \"" + expected.name + "\"");
        std::int64_t size = 1;
        for (const std::int64_t dimension : expected.shape)
            size *= dimension;
        if (at->second.shape != expected.shape || at->second.values.size() != static_cast<std::size_t>(size))
            return fail(ErrorCode::ShapeMismatch, "The weight \"" + expected.name + "\" has the shape " +
                                                      describe(at->second.shape) + "; its architecture needs " +
                                                      describe(expected.shape));
    }
    return {};
}

/// Packs the weights of a file whose shapes have been checked.
class Packer {
public:
    explicit Packer(const ModelFile& file) : m_file(file) {}

    /// The columns [first, first + count) of a gates' matrix.
    [[nodiscard]] PackedMatrix gates(const std::string& name, std::size_t first, std::size_t count) const {
        const Tensor& tensor = m_file.weights.at(name);
        const auto rows = static_cast<std::size_t>(tensor.shape[0]);
        const auto columns = static_cast<std::size_t>(tensor.shape[1]);
        std::vector<float> values;
        values.reserve(rows * count);
        for (std::size_t row = 0; row < rows; ++row) {
            const auto part = std::span(tensor.values).subspan(row * columns + first, count);
            values.insert(values.end(), part.begin(), part.end());
        }
        return PackedMatrix::ofGates(values, rows / 4, count);
    }

    /// `sparse` of the input's columns go into the sparse part, the last `dense` into the dense one; what lies between
    /// is left to the caller.
    [[nodiscard]] LstmLayer lstm(const std::string& prefix, std::size_t sparse, std::size_t dense) const {
        LstmLayer layer;
        const Tensor& input = m_file.weights.at(prefix + ".input_weight");
        layer.units = static_cast<std::size_t>(input.shape[0]) / 4;
        const auto columns = static_cast<std::size_t>(input.shape[1]);
        if (sparse > 0)
            layer.sparse = gates(prefix + ".input_weight", 0, sparse);
        layer.dense = gates(prefix + ".recurrent_weight", 0, layer.units);
        if (dense > 0)
            layer.dense = PackedMatrix::besides(gates(prefix + ".input_weight", columns - dense, dense), layer.dense);
        layer.bias = packedBias(m_file.weights.at(prefix + ".bias").values, layer.units);
        return layer;
    }

    [[nodiscard]] DenseLayer dense(const std::string& prefix) const {
        const Tensor& weight = m_file.weights.at(prefix + ".weight");
        const auto rows = static_cast<std::size_t>(weight.shape[0]);
        const auto columns = static_cast<std::size_t>(weight.shape[1]);
        const PackedMatrix bias = PackedMatrix::ofRows(m_file.weights.at(prefix + ".bias").values, rows, 1);
        return {PackedMatrix::ofRows(weight.values, rows, columns), {bias.block(0), bias.block(0) + bias.blocks()}};
    }

private:
    const ModelFile& m_file;
};

} // namespace

struct LiveModel::Weights {
    Architecture architecture;
    nlohmann::json provenance;
    std::string checksum;
    std::unique_ptr<const codec::Codec> codec;
    std::vector<std::array<LstmLayer, 2>> encoder; // [layer][forward, backward]
    DenseLayer mean;
    DenseLayer sigma;
    DenseLayer initialState;
    PackedMatrix latent; // z's part of the first decoder layer's gates: [4H, Z]
    std::vector<LstmLayer> decoder;
    DenseLayer output;
};

class LiveModel::Workspace {
public:
    explicit Workspace(const Weights& weights)
        : latentBase(weights.decoder.front().bias.size()),
          initialState(weights.initialState.bias.size()),
          logits(weights.output.bias.size()),
          mean(weights.mean.bias.size()),
          sigma(weights.sigma.bias.size()),
          steps(static_cast<std::size_t>(weights.architecture.shape().steps)) {
        for (const auto& [forward, backward] : weights.encoder) {
            encoder.push_back({LayerState(forward), LayerState(backward)});
            encoderOutputs.emplace_back(steps.size() * 2 * forward.units);
        }
        for (const LstmLayer& layer : weights.decoder)
            decoder.emplace_back(layer);
    }

    std::vector<std::array<LayerState, 2>> encoder;
    std::vector<std::vector<float>> encoderOutputs; // [layer][T, 2H]
    std::vector<LayerState> decoder;
    std::vector<Block> latentBase;
    std::vector<Block> initialState;
    std::vector<Block> logits;
    std::vector<Block> mean;
    std::vector<Block> sigma;
    std::vector<std::vector<SparseInput>> steps; // the pattern that is being encoded
    std::vector<SparseInput> previous; // the step that was decoded last

    void readPattern(const music::DrumPattern& pattern);
    void startDecoding(const Weights& weights, std::span<const float> z);
};

void LiveModel::Workspace::readPattern(const music::DrumPattern& pattern) {
    for (std::size_t step = 0; step < steps.size(); ++step) {
        steps[step].clear();
        for (std::size_t drum = 0; drum < kDrums; ++drum) {
            const music::DrumCell& cell = pattern.at(static_cast<int>(step), static_cast<int>(drum));
            if (!cell.hit)
                continue;
            steps[step].push_back({drum, 1.0F});
            steps[step].push_back({kVelocities + drum, cell.velocity});
            steps[step].push_back({kOffsets + drum, -2.0F * cell.microtiming}); // Magenta: positive is early
        }
    }
}

void LiveModel::Workspace::startDecoding(const Weights& weights, std::span<const float> z) {
    std::ranges::copy(weights.decoder.front().bias, latentBase.begin());
    addProduct(weights.latent, z, latentBase);

    weights.initialState.apply(z, initialState); // c0, h0, c1, h1, ...
    std::size_t at = 0;
    for (std::size_t layer = 0; layer < decoder.size(); ++layer) {
        const std::size_t units = weights.decoder[layer].units;
        std::ranges::fill(decoder[layer].cell, 0.0F);
        for (std::size_t unit = 0; unit < units; ++unit)
            decoder[layer].cell[unit] = std::tanh(valueAt(initialState, at++));
        for (float& output : decoder[layer].previousOutput(units))
            output = std::tanh(valueAt(initialState, at++));
    }
    previous.clear();
}

LiveModel::LiveModel(std::unique_ptr<const Weights> weights) : m_weights(std::move(weights)) {}

LiveModel::~LiveModel() = default;

Result<std::shared_ptr<const LiveModel>> LiveModel::create(const files::ModelFile& file) {
    if (auto status = architecture::validate(file.architecture); !status)
        return fail(ErrorCode::ShapeMismatch, status.error().message());
    if (auto status = checkShapes(file); !status)
        return fail(status.error());

    const Packer packer(file);
    const auto depth = static_cast<std::size_t>(file.architecture.shape().output);
    auto weights = std::make_unique<Weights>();
    weights->architecture = file.architecture;
    weights->codec = std::move(*codec::makeCodec(file.architecture.codec));
    weights->provenance = file.provenance;
    weights->checksum = files::weightsChecksum(file);
    for (std::size_t layer = 0; layer < file.architecture.encoder.sizes.size(); ++layer) {
        const std::string prefix = "encoder.layers." + std::to_string(layer);
        const std::size_t sparse = layer == 0 ? depth : 0;
        const std::size_t dense = layer == 0 ? 0 : 2 * weights->encoder.back().front().units;
        weights->encoder.push_back(
            {packer.lstm(prefix + ".forward", sparse, dense), packer.lstm(prefix + ".backward", sparse, dense)});
    }
    weights->mean = packer.dense("encoder.mean");
    weights->sigma = packer.dense("encoder.sigma");
    weights->initialState = packer.dense("decoder.initial_state");
    weights->latent =
        packer.gates("decoder.layers.0.input_weight", depth, static_cast<std::size_t>(file.architecture.latentSize));
    for (std::size_t layer = 0; layer < file.architecture.decoder.sizes.size(); ++layer)
        weights->decoder.push_back(packer.lstm("decoder.layers." + std::to_string(layer), layer == 0 ? depth : 0,
                                               layer == 0 ? 0 : weights->decoder.back().units));
    weights->output = packer.dense("decoder.output");
    return std::shared_ptr<const LiveModel>(new LiveModel(std::move(weights)));
}

Result<std::shared_ptr<const LiveModel>> LiveModel::load(const std::filesystem::path& path) {
    const auto file = files::readModelFile(path);
    if (!file)
        return fail(file.error());
    auto model = create(*file);
    if (!model)
        return fail(model.error(), "while loading " + path.string());
    return model;
}

LiveModel::WorkspacePointer LiveModel::makeWorkspace() const {
    return WorkspacePointer(new Workspace(*m_weights));
}

void LiveModel::WorkspaceDeleter::operator()(Workspace* workspace) const {
    delete workspace;
}

const Architecture& LiveModel::architecture() const {
    return m_weights->architecture;
}

const nlohmann::json& LiveModel::provenance() const {
    return m_weights->provenance;
}

const std::string& LiveModel::checksum() const {
    return m_weights->checksum;
}

const codec::Codec& LiveModel::codec() const {
    return *m_weights->codec;
}

Posterior LiveModel::encode(const music::Pattern& pattern, Workspace& workspace) const {
    assert(codec().fits(pattern));
    workspace.readPattern(std::get<music::DrumPattern>(pattern));
    const std::size_t steps = workspace.steps.size();

    for (std::size_t layer = 0; layer < m_weights->encoder.size(); ++layer) {
        const std::size_t units = m_weights->encoder[layer].front().units;
        std::vector<float>& outputs = workspace.encoderOutputs[layer]; // [T, 2H]
        for (const bool backward : {false, true}) {
            const LstmLayer& weights = m_weights->encoder[layer][backward ? 1 : 0];
            LayerState& state = workspace.encoder[layer][backward ? 1 : 0];
            std::ranges::fill(state.dense, 0.0F);
            std::ranges::fill(state.cell, 0.0F);
            for (std::size_t index = 0; index < steps; ++index) {
                const std::size_t step = backward ? steps - 1 - index : index;
                if (layer > 0) {
                    const auto below = state.input(units);
                    std::ranges::copy(
                        std::span(workspace.encoderOutputs[layer - 1]).subspan(step * below.size(), below.size()),
                        below.begin());
                }
                advance(weights, layer == 0 ? workspace.steps[step] : std::span<const SparseInput>{}, weights.bias,
                        state);
                std::ranges::copy(state.previousOutput(units),
                                  outputs.begin() +
                                      static_cast<std::ptrdiff_t>((2 * step + (backward ? 1 : 0)) * units));
            }
        }
    }

    // What both directions of the top layer say after the whole pattern: [2H].
    std::vector<float>& top = workspace.encoderOutputs.back();
    const std::size_t units = m_weights->encoder.back().front().units;
    std::copy_n(top.begin() + static_cast<std::ptrdiff_t>((2 * steps - 2) * units), units, top.begin());
    const auto last = std::span<const float>(top).first(2 * units);
    m_weights->mean.apply(last, workspace.mean);
    m_weights->sigma.apply(last, workspace.sigma);

    Posterior posterior;
    const auto latentSize = static_cast<std::size_t>(architecture().latentSize);
    for (std::size_t index = 0; index < latentSize; ++index) {
        posterior.mean.push_back(valueAt(workspace.mean, index));
        posterior.sigma.push_back(softplus(valueAt(workspace.sigma, index)));
    }
    return posterior;
}

DecodedTensors LiveModel::decodeTensors(std::span<const float> z, std::span<const float> /*control*/,
                                        const DecodeOptions& options, Workspace& workspace) const {
    assert(z.size() == static_cast<std::size_t>(architecture().latentSize));
    workspace.startDecoding(*m_weights, z);
    Random random(options.seed);
    const float shift = std::log(options.threshold / (1.0F - options.threshold));
    const auto depth = static_cast<std::size_t>(architecture().shape().output);
    DecodedTensors decoded;

    for (int step = 0; step < architecture().shape().steps; ++step) {
        for (std::size_t layer = 0; layer < workspace.decoder.size(); ++layer) {
            LayerState& state = workspace.decoder[layer];
            const LstmLayer& weights = m_weights->decoder[layer];
            if (layer == 0) {
                advance(weights, workspace.previous, workspace.latentBase, state);
                continue;
            }
            const std::size_t below = m_weights->decoder[layer - 1].units;
            std::ranges::copy(workspace.decoder[layer - 1].previousOutput(below), state.input(weights.units).begin());
            advance(weights, {}, weights.bias, state);
        }
        LayerState& top = workspace.decoder.back();
        m_weights->output.apply(top.previousOutput(m_weights->decoder.back().units), workspace.logits);

        for (std::size_t column = 0; column < depth; ++column)
            decoded.logits.push_back(valueAt(workspace.logits, column));
        decoded.output.resize(decoded.output.size() + depth);
        const auto row = std::span(decoded.output).last(depth);
        workspace.previous.clear();
        for (std::size_t drum = 0; drum < kDrums; ++drum) {
            const float logit = valueAt(workspace.logits, drum);
            const bool hit =
                options.temperature > 0.0F
                    ? random.uniform() < static_cast<double>(sigmoid((logit - shift) / options.temperature))
                    : sigmoid(logit) > options.threshold;
            row[drum] = hit ? 1.0F : 0.0F;
            row[kVelocities + drum] = sigmoid(valueAt(workspace.logits, kVelocities + drum));
            row[kOffsets + drum] = std::tanh(valueAt(workspace.logits, kOffsets + drum));
            if (!hit && !architecture().decoder.feedsSilentCells)
                continue;
            workspace.previous.push_back({drum, row[drum]});
            workspace.previous.push_back({kVelocities + drum, row[kVelocities + drum]});
            workspace.previous.push_back({kOffsets + drum, row[kOffsets + drum]});
        }
    }
    return decoded;
}

DecodedPattern LiveModel::decode(std::span<const float> z, std::span<const float> control, const DecodeOptions& options,
                                 Workspace& workspace) const {
    const DecodedTensors decoded = decodeTensors(z, control, options, workspace);
    std::vector<float> probabilities = decoded.output;
    const auto depth = static_cast<std::size_t>(architecture().shape().output);
    for (std::size_t row = 0; row < probabilities.size(); row += depth)
        for (std::size_t drum = 0; drum < kDrums; ++drum)
            probabilities[row + drum] = sigmoid(decoded.logits[row + drum]);
    return {codec().patternOf(decoded.output, probabilities), std::move(probabilities)};
}

} // namespace segue::decoder
