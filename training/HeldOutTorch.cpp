#include "training/HeldOutTorch.h"

#include "core/architecture/Blueprint.h"
#include "training/EvaluationTorch.h"
#include "training/LearnerTorch.h"
#include "training/Schedules.h"

#include <algorithm>

namespace segue::training {
namespace {

constexpr int kSampledWindows = 4;

/// An evaluation should not take longer than one of a 2-bar groove does.
int evaluationWindows(const TrainingPlan& plan) {
    constexpr double kCostOfGroove = 4.1e6 * 32; // weights by steps
    const auto weights = static_cast<double>(architecture::weightCount(plan.architecture));
    const double cost = weights * plan.architecture.shape().steps;
    const double most = plan.evaluationWindows * std::min(1.0, kCostOfGroove / cost);
    return std::max(std::min(16, plan.evaluationWindows), static_cast<int>(most));
}

} // namespace

HeldOut::HeldOut(const TrainingPlan& plan, const Dataset& data) : m_plan(plan), m_data(data) {
    const int most = evaluationWindows(plan);
    m_stride = std::max(1, (data.size() + most - 1) / most);
}

runs::EvaluationReport HeldOut::measure(const model::MusicVae& model, std::int64_t step) const {
    const double beta = betaAt(m_plan.parameters.maxBeta, m_plan.parameters.betaRate, step);
    const Evaluation evaluation = evaluate(model, m_data, lossWeights(m_plan.parameters, beta), m_stride);
    runs::EvaluationReport report;
    report.step = step;
    report.loss = evaluation.loss;
    report.reconstruction = evaluation.reconstruction;
    report.klBits = evaluation.klBits;
    const Agreement agreement = evaluation.freeRunning.decisions().agreement();
    report.accuracy = agreement.accuracy();
    if (agreement.hits)
        report.hitF1 = agreement.hits->f1();
    if (const auto& grooves = evaluation.freeRunning.grooves()) {
        report.velocityError = grooves->velocityError();
        report.timingErrorMs = grooves->timingErrorMs();
    }
    report.measures = evaluation.measures();
    return report;
}

latent::MapFile HeldOut::map(const model::MusicVae& model) const {
    latent::MapFile map;
    const torch::Tensor means = latentMeans(model, m_data, m_stride); // [windows, Z]
    map.latentSize = static_cast<int>(means.size(1));
    map.means.assign(means.data_ptr<float>(), means.data_ptr<float>() + means.numel());
    for (int window = 0; window < m_data.size(); window += m_stride) {
        const Song& song = m_data.songOf(window);
        map.examples.push_back({song.name, "", "", static_cast<float>(song.tempo.value), m_data.barOf(window)});
    }
    const std::string data = m_plan.data.value("name", "");
    map.title = data.empty() ? "Held-out windows" : data + ", held-out windows";
    map.attribution = m_plan.data.value("attribution", "");
    return map;
}

Samples HeldOut::samples(const model::MusicVae& model) const {
    return makeSamples(model, m_data, kSampledWindows);
}

} // namespace segue::training
