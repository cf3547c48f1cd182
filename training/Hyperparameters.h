#pragma once

#include "core/architecture/Architecture.h"
#include "core/base/Result.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace segue::training {

enum class LearningRateSchedule { Cosine, Exponential };

/// Of the chance that a decoder's step hears what the decoder itself said, drawn, and not the true output before it:
/// scheduled sampling. Source: Bengio et al. 2015, arXiv 1506.03099.
enum class SamplingSchedule { Constant, InverseSigmoid, Exponential };

/// How examples are changed each time they are drawn, so that no epoch repeats another. Probabilities in [0, 1]. All
/// but the last are for grooves.
struct Augmentation {
    double shiftChance = 0.5; ///< that the window starts an even number of steps off the bar line
    double swapChance = 0.25; ///< that its second half comes from another window
    double dropDrumChance = 0.05; ///< that one of its drums is left out
    double dropNotes = 0.1; ///< each window draws q from [0, this); each of its notes is left out with probability q
    double velocityRange = 0.2; ///< velocities are multiplied by a number from [1 - this, 1 + this)
    double offsetDeviation = 0.05; ///< of the shift of all offsets of a window, in the codec's unit (half steps)
    int transpose = 0; ///< notes that are no drums are moved by up to so many semitones, up or down

    friend bool operator==(const Augmentation&, const Augmentation&) = default;
};

/// Everything that decides what is learned from given data. Defaults are our recipe for grooves (Recipes.h), which on
/// one CPU core and with an encoder of 256 reached hit F1 .93 on the Groove MIDI Dataset in 22 minutes.
struct Hyperparameters {
    int batchSize = 64;
    double learningRate = 2e-3; ///< Adam's, at its highest
    double minLearningRate = 1e-5;
    LearningRateSchedule schedule = LearningRateSchedule::Cosine;
    double decayRate = 0.9999; ///< a step, of the exponential schedule
    int warmupSteps = 200; ///< of the cosine schedule
    double freeBits = 256.0; ///< bits of KL an example may cost without being charged, over all dimensions together
    double maxBeta = 0.05; ///< weight of the KL beyond them
    double betaRate = 0.0; ///< beta = maxBeta * (1 - betaRate^step)
    double gradClip = 1.0; ///< global norm of the gradient
    double gradSkip = 10000.0; ///< a step whose gradient is longer than this counts as zero
    double dropoutKeep = 1.0; ///< of LSTM inputs, (0, 1]
    double previousDropout = 0.75; ///< chance that a step's input is zeros and not the true output before it
    SamplingSchedule samplingSchedule = SamplingSchedule::Constant;
    double samplingRate = 0.0; ///< the chance; or the k of the other schedules, see Schedules.h
    double velocityWeight = 4.0;
    double offsetWeight = 2.0;
    bool lossesOnHitsOnly = true; ///< velocity and offset count only where there is a hit; false is Magenta's way
    double headDeviation = 0.02; ///< of the first weights of mean and sigma
    double stateDeviation = 0.05; ///< of the first weights from z to the decoder's state
    std::int64_t seed = 0;
    Augmentation augmentation;
    bool magentaWindows = false; ///< pieces become windows by Magenta's rules (codec::Rules), which use less of them
    int windowsPerSong = 0; ///< drawn anew for each epoch, so that long songs do not outweigh short ones; 0: all
    // What takes the place of the configuration's sizes and ways; empty or 0 keeps those.
    int latentSize = 0;
    std::vector<int> encoderSizes;
    std::vector<int> decoderSizes;
    std::optional<bool> residualEncoder;
    std::optional<bool> residualDecoder;
    std::vector<int> controlSizes; ///< only where the configuration has such layers

    friend bool operator==(const Hyperparameters&, const Hyperparameters&) = default;
};

/// Reads Magenta's `batch_size=32,enc_rnn_size=[512],…` over what is there; a list is written with brackets, with a
/// number alone meaning one layer. Returns what is to be told the user: names of Magenta's that have no effect here.
/// Errors: InvalidArgument, naming the faulty part and, for an unknown name, all known; Unsupported (a way of Magenta's
/// that Segue has not), with the reason.
[[nodiscard]] Result<std::vector<std::string>> applyOverrides(Hyperparameters& parameters, std::string_view text);

/// Errors: InvalidArgument, naming the parameter and its range.
[[nodiscard]] Status validate(const Hyperparameters& parameters);

/// `architecture` with the sizes and residual layers that are asked for.
[[nodiscard]] architecture::Architecture withSizes(architecture::Architecture architecture,
                                                   const Hyperparameters& parameters);

/// By the names that applyOverrides knows.
[[nodiscard]] nlohmann::json toJson(const Hyperparameters& parameters);
/// Errors: Malformed. Names that are not there keep their defaults.
[[nodiscard]] Result<Hyperparameters> hyperparametersFromJson(const nlohmann::json& json);

/// In plain words; training/Hyperparameters.md has the same.
struct HyperparameterHelp {
    std::string name;
    std::string meaning;
    std::string more; ///< what it does to turn it up, or on
    std::string less;
};
[[nodiscard]] std::vector<HyperparameterHelp> hyperparameterHelp();

} // namespace segue::training
