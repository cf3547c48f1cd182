#include "training/Schedules.h"

#include "training/Hyperparameters.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace segue::training {

double exponentialLearningRate(double highest, double lowest, double decay, std::int64_t step) {
    return (highest - lowest) * std::pow(decay, static_cast<double>(step)) + lowest;
}

double cosineLearningRate(double highest, double lowest, std::int64_t warmupSteps, std::int64_t step, double progress) {
    const double fallen =
        lowest + 0.5 * (highest - lowest) * (1.0 + std::cos(std::numbers::pi * std::clamp(progress, 0.0, 1.0)));
    if (step >= warmupSteps)
        return fallen;
    return fallen * static_cast<double>(step + 1) / static_cast<double>(warmupSteps);
}

double betaAt(double maxBeta, double rate, std::int64_t step) {
    return maxBeta * (1.0 - std::pow(rate, static_cast<double>(step)));
}

double inverseSigmoidSampling(double k, std::int64_t step) {
    return 1.0 - k / (k + std::exp(static_cast<double>(step) / k));
}

double exponentialSampling(double k, std::int64_t step) {
    return 1.0 - std::pow(k, static_cast<double>(step));
}

double learningRateAt(const Hyperparameters& parameters, std::int64_t step, double progress) {
    if (parameters.schedule == LearningRateSchedule::Exponential)
        return exponentialLearningRate(parameters.learningRate, parameters.minLearningRate, parameters.decayRate, step);
    return cosineLearningRate(parameters.learningRate, parameters.minLearningRate, parameters.warmupSteps, step,
                              progress);
}

double samplingProbabilityAt(const Hyperparameters& parameters, std::int64_t step) {
    switch (parameters.samplingSchedule) {
    case SamplingSchedule::Constant: return parameters.samplingRate;
    case SamplingSchedule::InverseSigmoid: return inverseSigmoidSampling(parameters.samplingRate, step);
    case SamplingSchedule::Exponential: return exponentialSampling(parameters.samplingRate, step);
    }
    return 0.0;
}

} // namespace segue::training
