#include "core/model/MusicVaeTorch.h"
#include "core/architecture/Blueprint.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace segue::model {
namespace {

using torch::Tensor;

/// Uniform in [-l, l] with the variance 2 / (fanIn + fanOut). Source: Glorot and Bengio 2010, eq. 16.
void drawGlorot(Tensor& kernel, std::int64_t fans, const at::Generator& generator) {
    const double limit = std::sqrt(6.0 / static_cast<double>(fans));
    kernel.uniform_(-limit, limit, generator);
}

/// Normal, cut off at two deviations, by the inverse of its distribution.
void drawCutNormal(Tensor& kernel, double deviation, const at::Generator& generator) {
    const double limit = std::erf(std::numbers::sqrt2);
    kernel.uniform_(-limit, limit, generator).erfinv_().mul_(deviation * std::numbers::sqrt2);
}

} // namespace

MusicVae::MusicVae(architecture::Architecture architecture) : m_architecture(std::move(architecture)) {
    for (const auto& [name, shape] : architecture::weightShapes(m_architecture)) {
        m_parameters.push_back(torch::zeros(shape, torch::kFloat32).requires_grad_());
        m_weights.byName.emplace(name, m_parameters.back());
    }
    multiplyIn(Precision::Float32);
}

void MusicVae::multiplyIn(Precision precision) {
    m_weights.precision = precision;
    if (m_architecture.encoder.present)
        m_encoder.emplace(m_weights, architecture::blueprint(m_architecture));
    m_decoder.emplace(m_weights, m_architecture);
}

MusicVae::MusicVae(architecture::Architecture architecture, const Initialisation& initialisation)
    : MusicVae(std::move(architecture)) {
    const torch::NoGradGuard noGrad;
    const auto generator = at::make_generator<at::CPUGeneratorImpl>(initialisation.seed);
    for (const auto& [name, shape] : architecture::weightShapes(m_architecture)) {
        Tensor& tensor = m_weights.byName.at(name);
        const std::string prefix = name.substr(0, name.rfind('.'));
        if (name.ends_with(".input_weight")) { // Magenta's cells have both kernels in one, [in + H, 4H]
            Tensor& recurrent = m_weights.byName.at(prefix + ".recurrent_weight");
            drawGlorot(tensor, shape[1] + recurrent.size(1) + shape[0], generator);
            drawGlorot(recurrent, shape[1] + recurrent.size(1) + shape[0], generator);
        } else if (m_weights.byName.contains(prefix + ".recurrent_weight") && name.ends_with(".bias")) {
            tensor.narrow(0, shape[0] / 4, shape[0] / 4).fill_(1.0); // the forget gates
        } else if (name.ends_with(".output.weight") || name.ends_with(".projection.weight")) {
            drawGlorot(tensor, shape[0] + shape[1], generator);
        } else if (name == "encoder.mean.weight" || name == "encoder.sigma.weight") {
            tensor.normal_(0.0, initialisation.headDeviation, generator);
        } else if (name.ends_with(".initial_state.weight")) {
            tensor.normal_(0.0, initialisation.stateDeviation, generator);
        } else if (prefix.ends_with(".nade")) {
            drawCutNormal(tensor, 1.0 / std::sqrt(static_cast<double>(shape[0])), generator);
        }
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
    for (const auto& [name, tensor] : m_weights.byName) {
        const auto* values = tensor.data_ptr<float>();
        result[name] = {tensor.sizes().vec(), std::vector<float>(values, values + tensor.numel())};
    }
    return result;
}

Status MusicVae::setWeights(const std::map<std::string, files::Tensor>& weights) {
    for (const auto& [name, tensor] : m_weights.byName) {
        const auto at = weights.find(name);
        if (at == weights.end())
            return fail(ErrorCode::ShapeMismatch, "The weight \"" + name + "\" is missing");
        if (at->second.shape != tensor.sizes().vec() ||
            at->second.values.size() != static_cast<std::size_t>(tensor.numel()))
            return fail(ErrorCode::ShapeMismatch, "The weight \"" + name + "\" does not fit this architecture");
    }
    for (auto& [name, tensor] : m_weights.byName)
        std::ranges::copy(weights.at(name).values, tensor.data_ptr<float>());
    return {};
}

PosteriorTensors MusicVae::encode(const Tensor& input, const Tensor& control, const Tensor& lengths,
                                  const InputDropout& dropout) const {
    assert(hasEncoder());
    return m_encoder->encode(control.defined() ? torch::cat({input, control}, 2) : input, lengths, dropout);
}

Tensor MusicVae::decode(const BatchTensors& batch, const Tensor& z, const InputDropout& dropout) const {
    return m_decoder->decode(batch, z, dropout, m_encoder ? &*m_encoder : nullptr);
}

Generated MusicVae::generate(const Tensor& z, const Tensor& control, const Chooser& choose) const {
    const torch::NoGradGuard noGrad;
    return m_decoder->generate(z, control, choose, m_encoder ? &*m_encoder : nullptr);
}

} // namespace segue::model
