#include "core/model/MusicVaeTorch.h"
#include "core/architecture/Blueprint.h"

#include <algorithm>
#include <cmath>

namespace segue::model {
namespace {

using torch::Tensor;

constexpr std::int64_t kDrums = music::kDrumClasses;

Tensor dense(const Tensor& x, const Tensor& weight, const Tensor& bias) {
    return at::addmm(bias, x, weight.t());
}

/// Glorot and Bengio 2010, eq. 16, with the fan of the fused kernel [in + H, 4H] that Magenta's cells have.
void drawLstmKernels(Tensor& input, Tensor& recurrent, const at::Generator& generator) {
    const auto fan = static_cast<double>(input.size(1) + recurrent.size(1) + input.size(0));
    const double limit = std::sqrt(6.0 / fan);
    input.uniform_(-limit, limit, generator);
    recurrent.uniform_(-limit, limit, generator);
}

Tensor dropped(const Tensor& x, const InputDropout& dropout) {
    if (dropout.keep >= 1.0)
        return x;
    return x * torch::empty(x.sizes(), x.options()).bernoulli_(dropout.keep, dropout.generator) / dropout.keep;
}

} // namespace

MusicVae::MusicVae(architecture::Architecture architecture) : m_architecture(std::move(architecture)) {
    for (const auto& [name, shape] : architecture::weightShapes(m_architecture)) {
        m_parameters.push_back(torch::zeros(shape, torch::kFloat32).requires_grad_());
        m_byName.emplace(name, m_parameters.back());
    }
}

MusicVae::MusicVae(architecture::Architecture architecture, const Initialisation& initialisation)
    : MusicVae(std::move(architecture)) {
    const torch::NoGradGuard noGrad;
    const auto generator = at::make_generator<at::CPUGeneratorImpl>(initialisation.seed);
    for (const auto& [name, shape] : architecture::weightShapes(m_architecture)) {
        Tensor& tensor = m_byName.at(name);
        const std::string prefix = name.substr(0, name.rfind('.'));
        if (name.ends_with(".input_weight"))
            drawLstmKernels(tensor, m_byName.at(prefix + ".recurrent_weight"), generator);
        else if (prefix.find(".layers.") != std::string::npos && name.ends_with(".bias"))
            tensor.narrow(0, shape[0] / 4, shape[0] / 4).fill_(1.0); // the forget gates
        else if (name == "decoder.output.weight")
            tensor.uniform_(-std::sqrt(6.0 / static_cast<double>(shape[0] + shape[1])),
                            std::sqrt(6.0 / static_cast<double>(shape[0] + shape[1])), generator);
        else if (name == "encoder.mean.weight" || name == "encoder.sigma.weight")
            tensor.normal_(0.0, initialisation.headDeviation, generator);
        else if (name == "decoder.initial_state.weight")
            tensor.normal_(0.0, initialisation.stateDeviation, generator);
    }
}

Result<MusicVae> MusicVae::fromModelFile(const files::ModelFile& file) {
    if (auto status = architecture::validate(file.architecture); !status)
        return fail(status.error());
    MusicVae model(file.architecture);
    if (auto status = model.setWeights(file.weights); !status)
        return fail(status.error());
    return model;
}

std::map<std::string, files::Tensor> MusicVae::weights() const {
    std::map<std::string, files::Tensor> result;
    for (const auto& [name, tensor] : m_byName) {
        const auto* values = tensor.data_ptr<float>();
        result[name] = {tensor.sizes().vec(), std::vector<float>(values, values + tensor.numel())};
    }
    return result;
}

Status MusicVae::setWeights(const std::map<std::string, files::Tensor>& weights) {
    for (const auto& [name, tensor] : m_byName) {
        const auto at = weights.find(name);
        if (at == weights.end())
            return fail(ErrorCode::ShapeMismatch, "The weight \"" + name + "\" is missing");
        if (at->second.shape != tensor.sizes().vec() ||
            at->second.values.size() != static_cast<std::size_t>(tensor.numel()))
            return fail(ErrorCode::ShapeMismatch, "The weight \"" + name + "\" does not fit this architecture");
    }
    for (auto& [name, tensor] : m_byName)
        std::ranges::copy(weights.at(name).values, tensor.data_ptr<float>());
    return {};
}

Tensor MusicVae::encodeLayer(const Tensor& inputs, const std::string& prefix, Direction direction) const {
    const LstmWeights weights{weight(prefix + ".input_weight"), weight(prefix + ".recurrent_weight"),
                              weight(prefix + ".bias")};
    const Tensor zeros = torch::zeros({inputs.size(1), weights.recurrent.size(1)}, inputs.options()); // [B, H]
    return fusedLstm(inputs, weights, {zeros, zeros}, direction).outputs;
}

PosteriorTensors MusicVae::encode(const Tensor& input, const Tensor&, const Tensor&,
                                  const InputDropout& dropout) const {
    Tensor x = input;
    Tensor summary;
    for (std::size_t layer = 0; layer < m_architecture.encoder.sizes.size(); ++layer) {
        const std::string prefix = "encoder.layers." + std::to_string(layer);
        const Tensor forward = encodeLayer(dropped(x, dropout), prefix + ".forward", Direction::Forward);
        const Tensor backward = encodeLayer(dropped(x, dropout), prefix + ".backward", Direction::Backward);
        summary = torch::cat({forward[-1], backward[0]}, 1); // [B, 2H], each at its own end
        if (layer + 1 < m_architecture.encoder.sizes.size())
            x = torch::cat({forward, backward}, 2); // [T, B, 2H]
    }
    return {dense(summary, weight("encoder.mean.weight"), weight("encoder.mean.bias")),
            at::softplus(dense(summary, weight("encoder.sigma.weight"), weight("encoder.sigma.bias")))};
}

std::vector<LstmStates> MusicVae::initialStates(const Tensor& z) const {
    const Tensor all =
        torch::tanh(dense(z, weight("decoder.initial_state.weight"), weight("decoder.initial_state.bias")));
    std::vector<LstmStates> states;
    std::int64_t at = 0;
    for (const int size : m_architecture.decoder.sizes) {
        states.push_back({all.narrow(1, at, size), all.narrow(1, at + size, size)});
        at += 2 * static_cast<std::int64_t>(size);
    }
    return states;
}

Tensor MusicVae::decode(const BatchTensors& batch, const Tensor& z, const InputDropout& dropout) const {
    const std::int64_t V = m_architecture.shape().output;
    const std::int64_t Z = m_architecture.latentSize;
    const auto start = initialStates(z);
    Tensor x = batch.previous; // [T, B, V]
    for (std::size_t layer = 0; layer < m_architecture.decoder.sizes.size(); ++layer) {
        const std::string prefix = "decoder.layers." + std::to_string(layer);
        LstmWeights weights{weight(prefix + ".input_weight"), weight(prefix + ".recurrent_weight"),
                            weight(prefix + ".bias")};
        if (layer == 0 && dropout.keep < 1.0) {
            x = torch::cat({x, z.expand({x.size(0), -1, -1})}, 2); // [T, B, V+Z]: z is dropped anew at every step
        } else if (layer == 0) {
            weights.offset = dense(z, weights.input.narrow(1, V, Z), weights.offset); // [B, 4H]: z's part, once
            weights.input = weights.input.narrow(1, 0, V);
        }
        x = fusedLstm(dropped(x, dropout), weights, start[layer]).outputs; // [T, B, H]
    }
    const std::int64_t H = x.size(2);
    return dense(x.reshape({-1, H}), weight("decoder.output.weight"), weight("decoder.output.bias"))
        .view({x.size(0), x.size(1), V});
}

Generated MusicVae::generate(const Tensor& z, const Tensor&, const Chooser& choose) const {
    const torch::NoGradGuard noGrad;
    const std::int64_t V = m_architecture.shape().output;
    const std::int64_t Z = m_architecture.latentSize;
    const std::int64_t B = z.size(0);
    auto states = initialStates(z);
    std::vector<LstmWeights> layers;
    for (std::size_t layer = 0; layer < states.size(); ++layer) {
        const std::string prefix = "decoder.layers." + std::to_string(layer);
        layers.push_back(
            {weight(prefix + ".input_weight"), weight(prefix + ".recurrent_weight"), weight(prefix + ".bias")});
    }
    layers[0].offset = dense(z, layers[0].input.narrow(1, V, Z), layers[0].offset);
    layers[0].input = layers[0].input.narrow(1, 0, V);

    const std::int64_t T = m_architecture.shape().steps;
    Generated result{torch::empty({T, B, V}), torch::empty({T, B, V}), torch::full({B, 1}, T, torch::kInt64)};
    Tensor x = torch::zeros({1, B, V}, z.options());
    for (std::int64_t t = 0; t < T; ++t) {
        for (std::size_t layer = 0; layer < layers.size(); ++layer) {
            auto read = fusedLstm(x, layers[layer], states[layer]);
            states[layer] = read.last;
            x = read.outputs; // [1, B, H]
        }
        const Tensor logits = dense(x[0], weight("decoder.output.weight"), weight("decoder.output.bias")); // [B, V]
        const Tensor step = activateGroove(logits); // [B, V]
        const Tensor hits = choose(architecture::OutputPart::Kind::Groove, logits.narrow(1, 0, kDrums)); // [B, 9]
        result.logits[t].copy_(logits);
        result.outputs[t].copy_(torch::cat({hits, step.narrow(1, kDrums, 2 * kDrums)}, 1));
        x = torch::cat({hits, step.narrow(1, kDrums, kDrums) * hits, step.narrow(1, 2 * kDrums, kDrums) * hits}, 1)
                .unsqueeze(0); // [1, B, V]
    }
    return result;
}

Tensor activateGroove(const Tensor& logits) {
    const std::int64_t last = logits.dim() - 1;
    return torch::cat(
        {torch::sigmoid(logits.narrow(last, 0, 2 * kDrums)), torch::tanh(logits.narrow(last, 2 * kDrums, kDrums))},
        last);
}

} // namespace segue::model
