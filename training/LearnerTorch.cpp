#include "training/LearnerTorch.h"

#include "core/architecture/Blueprint.h"
#include "training/BatchTorch.h"

#include <cmath>

namespace segue::training {
namespace {

using torch::Tensor;

template <class T>
std::span<T> valuesOf(const Tensor& tensor) {
    return {tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())};
}

} // namespace

bool StepResult::isFinite() const {
    return std::isfinite(loss) && !std::isnan(gradientNorm);
}

LossWeights lossWeights(const Hyperparameters& parameters, double beta) {
    return {beta, parameters.freeBits, parameters.velocityWeight, parameters.offsetWeight, parameters.lossesOnHitsOnly};
}

Tensor sampleLatent(const model::PosteriorTensors& posterior, Random random) {
    Tensor noise = torch::empty(posterior.mean.sizes());
    for (float& value : valuesOf<float>(noise))
        value = static_cast<float>(random.normal());
    return posterior.mean + posterior.sigma * noise;
}

Learner::Learner(model::MusicVae model, const Hyperparameters& parameters)
    : m_model(std::move(model)), m_parameters(parameters) {
    for (const Tensor& parameter : m_model.parameters()) {
        const auto count = static_cast<std::size_t>(parameter.numel());
        m_moments.push_back({std::vector<float>(count), std::vector<float>(count)});
    }
}

StepResult Learner::learn(Batch batch, std::int64_t step, double learningRate, double beta) {
    const model::BatchTensors tensors = tensorsOf(batch);
    model::InputDropout dropout{m_parameters.dropoutKeep};
    if (dropout.keep < 1.0)
        dropout.generator =
            at::make_generator<at::CPUGeneratorImpl>(randomFor(m_parameters.seed, Purpose::Dropout, step).next());

    const auto& outputs = m_model.architecture().decoder.outputs;
    const LossWeights weights = lossWeights(m_parameters, beta);
    const auto posterior = m_model.encode(tensors.input, tensors.control, tensors.lengths, dropout);
    const Tensor z = sampleLatent(posterior, randomFor(m_parameters.seed, Purpose::Noise, step)); // [B, Z]
    const Tensor logits = m_model.decode(tensors, z, dropout); // [T, B, V]
    const LossTerms terms =
        lossTerms(reconstructionLoss(outputs, logits, tensors, weights), klDivergence(posterior), weights);
    terms.total.backward();

    StepResult result; // the numbers lie in this process's memory: reading them waits for nothing
    result.loss = static_cast<double>(terms.total.item<float>());
    result.reconstruction = static_cast<double>(terms.reconstruction.item<float>());
    result.klNats = static_cast<double>(terms.kl.item<float>());
    DecisionScores scores(decisionParts(m_model.architecture()));
    addDecisions(scores, logits, 0.0F, batch);
    result.agreement = scores.agreement();
    double squares = 0.0;
    for (const Tensor& parameter : m_model.parameters())
        squares += sumOfSquares(valuesOf<const float>(parameter.grad()));
    result.gradientNorm = std::sqrt(squares);

    const double scale = gradientScale(result.gradientNorm, m_parameters.gradClip, m_parameters.gradSkip);
    for (std::size_t i = 0; i < m_moments.size(); ++i) {
        const Tensor& parameter = m_model.parameters()[i];
        if (result.isFinite())
            adamUpdate(valuesOf<float>(parameter), valuesOf<const float>(parameter.grad()), m_moments[i], learningRate,
                       scale, step + 1);
        parameter.mutable_grad() = Tensor();
    }
    return result;
}

void Learner::save(TrainingState& state) const {
    state.weights = m_model.weights();
    state.moments.clear();
    const auto shapes = architecture::weightShapes(m_model.architecture());
    for (std::size_t i = 0; i < shapes.size(); ++i)
        state.moments[shapes[i].name] = m_moments[i];
}

Status Learner::restore(const TrainingState& state) {
    if (auto status = m_model.setWeights(state.weights); !status)
        return status;
    const auto shapes = architecture::weightShapes(m_model.architecture());
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        const auto at = state.moments.find(shapes[i].name);
        if (at == state.moments.end() || at->second.first.size() != m_moments[i].first.size() ||
            at->second.second.size() != m_moments[i].second.size())
            return fail(ErrorCode::ShapeMismatch, "The optimiser's state of \"" + shapes[i].name + "\" does not fit");
        m_moments[i] = at->second;
    }
    return {};
}

} // namespace segue::training
