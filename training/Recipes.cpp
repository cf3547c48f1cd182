#include "training/Hyperparameters.h"

#include <algorithm>
#include <array>

namespace segue::training {
namespace {

/// What Magenta's configurations do not have in common.
struct MagentasValues {
    double freeBits = 0.0;
    double maxBeta = 1.0;
    double betaRate = 0.0;
    double dropoutKeep = 1.0;
    int transpose = 0;
    int windowsPerSong = 5;
};

struct NamedValues {
    std::string_view name;
    MagentasValues values;
};

constexpr MagentasValues kGroove{.freeBits = 48, .maxBeta = 0.2, .dropoutKeep = 0.3, .windowsPerSong = 20};
constexpr MagentasValues kDrums{.freeBits = 48, .maxBeta = 0.2};
constexpr MagentasValues kMelody{.maxBeta = 0.2, .betaRate = 0.99999, .transpose = 5};
constexpr MagentasValues kLong{.freeBits = 256, .maxBeta = 0.2};
constexpr MagentasValues kPerformance{.transpose = 3, .windowsPerSong = 0};

/// Those that differ from others that make the same.
constexpr std::array<NamedValues, 3> kNamed{{
    {"cat-mel_2bar_big", {.maxBeta = 0.5, .betaRate = 0.99999, .transpose = 5}},
    {"cat-mel_2bar_med_chords", {.transpose = 3}},
    {"flat-trio_16bar", {}},
}};

/// By what is made.
struct ValuesOf {
    MagentasValues operator()(const architecture::GrooveCodecConfig&) const { return kGroove; }
    MagentasValues operator()(const architecture::DrumsCodecConfig&) const { return kDrums; }
    MagentasValues operator()(const architecture::MelodyCodecConfig& codec) const {
        return codec.bars <= 4 ? kMelody : kLong;
    }
    MagentasValues operator()(const architecture::TrioCodecConfig&) const { return kLong; }
    MagentasValues operator()(const architecture::PerformanceCodecConfig&) const { return kPerformance; }
};

MagentasValues magentasValues(const architecture::Architecture& architecture) {
    const auto named = std::ranges::find(kNamed, architecture.name, &NamedValues::name);
    return named != kNamed.end() ? named->values : std::visit(ValuesOf(), architecture.codec);
}

} // namespace

Hyperparameters hyperparametersFor(const architecture::Architecture& architecture) {
    Hyperparameters parameters;
    if (architecture.name == "groovae_2bar" || architecture.name == "groovae_4bar") {
        parameters.encoderSizes = {256};
        return parameters;
    }
    const MagentasValues values = magentasValues(architecture);
    parameters.batchSize = architecture.shape().steps <= 64 ? 64 : 16;
    parameters.learningRate = 1e-3;
    parameters.schedule = LearningRateSchedule::Exponential;
    parameters.freeBits = values.freeBits;
    parameters.maxBeta = values.maxBeta;
    parameters.betaRate = values.betaRate;
    parameters.dropoutKeep = values.dropoutKeep;
    parameters.previousDropout = 0.0;
    parameters.velocityWeight = 1.0;
    parameters.offsetWeight = 1.0;
    parameters.lossesOnHitsOnly = false;
    parameters.headDeviation = 0.001;
    parameters.stateDeviation = 0.001;
    parameters.augmentation = {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, values.transpose};
    parameters.windowsPerSong = values.windowsPerSong;
    return parameters;
}

Hyperparameters fineTuneHyperparameters(const architecture::Architecture& architecture) {
    Hyperparameters parameters = hyperparametersFor(architecture);
    parameters.learningRate = 3e-4;
    parameters.batchSize = std::min(32, parameters.batchSize);
    parameters.schedule = LearningRateSchedule::Cosine;
    parameters.warmupSteps = 50;
    parameters.betaRate = 0.0; // what has been learned under the KL's weight would come undone without it
    parameters.encoderSizes.clear();
    return parameters;
}

} // namespace segue::training
