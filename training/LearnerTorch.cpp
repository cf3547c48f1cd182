#include "training/LearnerTorch.h"

#include "core/architecture/Blueprint.h"
#include "training/BatchTorch.h"

#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <tuple>

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

Tensor sampleLatent(const model::PosteriorTensors& posterior, Random random, int firstRow) {
    Tensor noise = torch::empty(posterior.mean.sizes());
    for (std::int64_t before = firstRow * noise.size(1); before > 0; --before)
        std::ignore = random.normal();
    for (float& value : valuesOf<float>(noise))
        value = static_cast<float>(random.normal());
    return posterior.mean + posterior.sigma * noise;
}

Learner::Learner(model::MusicVae model, const Hyperparameters& parameters, Exchange* exchange, int workers)
    : m_model(std::move(model)),
      m_parameters(parameters),
      m_exchange(exchange),
      m_workers(std::make_unique<Workers>(workers, [] { at::set_num_threads(1); })) {
    for (const Tensor& parameter : m_model.parameters()) {
        const auto count = static_cast<std::size_t>(parameter.numel());
        m_moments.push_back({std::vector<float>(count), std::vector<float>(count)});
    }
}

Result<StepResult> Learner::learn(std::vector<Batch> parts, std::int64_t step, double learningRate, double beta) {
    std::vector<PartResult> results(parts.size());
    m_workers->run(static_cast<int>(parts.size()), [&](int part) {
        const auto at = static_cast<std::size_t>(part);
        results[at] = differentiate(std::move(parts[at]), step, beta);
    });
    PartResult whole = sumOverParts(std::move(results));
    if (m_exchange != nullptr)
        if (auto status = sumOverProcesses(whole); !status)
            return fail(status.error());
    return update(whole, step, learningRate);
}

PartResult Learner::differentiate(Batch batch, std::int64_t step, double beta) const {
    const model::BatchTensors tensors = tensorsOf(batch);
    model::InputDropout dropout{m_parameters.dropoutKeep};
    if (dropout.isOn()) {
        const auto seed = randomFor(m_parameters.seed, Purpose::Dropout, step).next();
        dropout.generator = at::make_generator<at::CPUGeneratorImpl>(seed + static_cast<std::uint64_t>(batch.firstRow));
    }

    const auto& outputs = m_model.architecture().decoder.outputs;
    const LossWeights weights = lossWeights(m_parameters, beta);
    const auto posterior = m_model.encode(tensors.input, tensors.control, tensors.lengths, dropout);
    const Tensor z =
        sampleLatent(posterior, randomFor(m_parameters.seed, Purpose::Noise, step), batch.firstRow); // [B, Z]
    const Tensor logits = m_model.decode(tensors, z, dropout); // [T, B, V]
    const LossTerms terms =
        lossTerms(reconstructionLoss(outputs, logits, tensors, weights), klDivergence(posterior), weights);

    PartResult part;
    const double share = static_cast<double>(batch.rows) / batch.wholeRows;
    part.gradients = torch::autograd::grad({terms.total * share}, m_model.parameters());
    for (Tensor& gradient : part.gradients)
        gradient = gradient.contiguous();
    // The numbers lie in this process's memory: reading them waits for nothing.
    part.numbers.loss = share * static_cast<double>(terms.total.item<float>());
    part.numbers.reconstruction = share * static_cast<double>(terms.reconstruction.item<float>());
    part.numbers.klNats = share * static_cast<double>(terms.kl.item<float>());
    DecisionScores scores(decisionParts(m_model.architecture()));
    addDecisions(scores, logits, 0.0F, batch);
    part.numbers.agreement = scores.agreement();
    return part;
}

PartResult Learner::sumOverParts(std::vector<PartResult> parts) {
    PartResult whole = std::move(parts.front());
    for (const PartResult& part : std::span(parts).subspan(1)) {
        whole.numbers.loss += part.numbers.loss;
        whole.numbers.reconstruction += part.numbers.reconstruction;
        whole.numbers.klNats += part.numbers.klNats;
        whole.numbers.agreement += part.numbers.agreement;
    }
    if (parts.size() > 1)
        m_workers->run(static_cast<int>(whole.gradients.size()), [&](int weight) {
            const auto at = static_cast<std::size_t>(weight);
            for (const PartResult& part : std::span(parts).subspan(1))
                whole.gradients[at].add_(part.gradients[at]);
        });
    return whole;
}

Status Learner::sumOverProcesses(PartResult& part) {
    m_exchanged.clear();
    for (const Tensor& gradient : part.gradients) {
        const auto values = valuesOf<const float>(gradient);
        m_exchanged.insert(m_exchanged.end(), values.begin(), values.end());
    }
    if (auto status = m_exchange->sum(std::span(m_exchanged)); !status)
        return status;
    auto summed = m_exchanged.cbegin();
    for (const Tensor& gradient : part.gradients) {
        const auto values = valuesOf<float>(gradient);
        std::copy_n(summed, values.size(), values.begin());
        summed += std::ssize(values);
    }

    Agreement& agreement = part.numbers.agreement;
    HitCounts hits = agreement.hits.value_or(HitCounts());
    const std::array means{&part.numbers.loss, &part.numbers.reconstruction, &part.numbers.klNats};
    const std::array counts{&agreement.decisions, &agreement.right, &hits.both, &hits.onlyTrue, &hits.onlyGuessed};
    std::vector<double> numbers;
    for (const double* mean : means)
        numbers.push_back(*mean);
    for (const std::int64_t* count : counts)
        numbers.push_back(static_cast<double>(*count));
    if (auto status = m_exchange->sum(std::span(numbers)); !status)
        return status;
    auto number = numbers.cbegin();
    for (double* mean : means)
        *mean = *number++;
    for (std::int64_t* count : counts)
        *count = std::llround(*number++);
    if (agreement.hits)
        agreement.hits = hits;
    return {};
}

StepResult Learner::update(const PartResult& whole, std::int64_t step, double learningRate) {
    StepResult result = whole.numbers;
    const auto forEachWeight = [&](Workers::Task task) { m_workers->run(static_cast<int>(m_moments.size()), task); };
    std::vector<double> squares(m_moments.size());
    forEachWeight([&](int weight) {
        const auto i = static_cast<std::size_t>(weight);
        squares[i] = sumOfSquares(valuesOf<const float>(whole.gradients[i]));
    });
    result.gradientNorm = std::sqrt(std::accumulate(squares.begin(), squares.end(), 0.0));
    if (!result.isFinite())
        return result;
    const double scale = gradientScale(result.gradientNorm, m_parameters.gradClip, m_parameters.gradSkip);
    forEachWeight([&](int weight) {
        const auto i = static_cast<std::size_t>(weight);
        adamUpdate(valuesOf<float>(m_model.parameters()[i]), valuesOf<const float>(whole.gradients[i]), m_moments[i],
                   learningRate, scale, step + 1);
    });
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

Status Learner::followRankZero() {
    for (std::size_t i = 0; i < m_moments.size(); ++i)
        for (const std::span<float> values :
             {valuesOf<float>(m_model.parameters()[i]), std::span(m_moments[i].first), std::span(m_moments[i].second)})
            if (auto status = m_exchange->broadcast(values); !status)
                return status;
    std::array precision{static_cast<float>(m_model.precision())};
    if (auto status = m_exchange->broadcast(precision); !status)
        return status;
    m_model.multiplyIn(static_cast<model::Precision>(static_cast<int>(precision[0])));
    return {};
}

} // namespace segue::training
