#include "training/Recipes.h"

#include <algorithm>
#include <array>

namespace segue::training {
namespace {

/// What Magenta's configurations do not have in common.
struct MagentasValues {
    int batchSize = 512;
    double freeBits = 0.0;
    double maxBeta = 1.0;
    double betaRate = 0.0;
    double dropoutKeep = 1.0;
    double inverseSigmoid = 0.0; ///< k of scheduled sampling; 0: none
    int transpose = 0;
    int windowsPerSong = 5;
};

struct NamedValues {
    std::string_view name;
    MagentasValues values;
};

constexpr MagentasValues kGroove{.freeBits = 48, .maxBeta = 0.2, .dropoutKeep = 0.3, .windowsPerSong = 20};
constexpr MagentasValues kDrums{.freeBits = 48, .maxBeta = 0.2, .inverseSigmoid = 1000};
constexpr MagentasValues kMelody{.maxBeta = 0.2, .betaRate = 0.99999, .inverseSigmoid = 1000, .transpose = 5};
constexpr MagentasValues kLongMelody{.freeBits = 256, .maxBeta = 0.2};
constexpr MagentasValues kTrio{.batchSize = 256, .freeBits = 256, .maxBeta = 0.2};
constexpr MagentasValues kPerformance{.batchSize = 256, .transpose = 3, .windowsPerSong = 0};

/// Those that differ from others that make the same.
constexpr std::array<NamedValues, 3> kNamed{{
    {"cat-mel_2bar_big", {.maxBeta = 0.5, .betaRate = 0.99999, .inverseSigmoid = 1000, .transpose = 5}},
    {"cat-mel_2bar_med_chords", {.transpose = 3}},
    {"flat-trio_16bar", {.batchSize = 256}},
}};

/// By what is made.
struct ValuesOf {
    MagentasValues operator()(const architecture::GrooveCodecConfig&) const { return kGroove; }
    MagentasValues operator()(const architecture::DrumsCodecConfig&) const { return kDrums; }
    MagentasValues operator()(const architecture::MelodyCodecConfig& codec) const {
        return codec.bars <= 4 ? kMelody : kLongMelody;
    }
    MagentasValues operator()(const architecture::TrioCodecConfig&) const { return kTrio; }
    MagentasValues operator()(const architecture::PerformanceCodecConfig&) const { return kPerformance; }
};

MagentasValues magentasValues(const architecture::Architecture& architecture) {
    const auto named = std::ranges::find(kNamed, architecture.name, &NamedValues::name);
    return named != kNamed.end() ? named->values : std::visit(ValuesOf(), architecture.codec);
}

Hyperparameters magentasRecipe(const architecture::Architecture& architecture) {
    const MagentasValues values = magentasValues(architecture);
    Hyperparameters parameters;
    parameters.batchSize = values.batchSize;
    parameters.learningRate = 1e-3;
    parameters.schedule = LearningRateSchedule::Exponential;
    parameters.freeBits = values.freeBits;
    parameters.maxBeta = values.maxBeta;
    parameters.betaRate = values.betaRate;
    parameters.dropoutKeep = values.dropoutKeep;
    parameters.previousDropout = 0.0;
    if (values.inverseSigmoid > 0.0) {
        parameters.samplingSchedule = SamplingSchedule::InverseSigmoid;
        parameters.samplingRate = values.inverseSigmoid;
    }
    parameters.velocityWeight = 1.0;
    parameters.offsetWeight = 1.0;
    parameters.lossesOnHitsOnly = false;
    parameters.headDeviation = 0.001;
    parameters.stateDeviation = 0.001;
    parameters.augmentation = {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, values.transpose};
    parameters.magentaWindows = true;
    parameters.windowsPerSong = values.windowsPerSong;
    return parameters;
}

/// What ours changes of Hyperparameters' defaults, which are its values for grooves; nothing where it has no recipe.
struct OurRecipe {
    const architecture::Architecture& architecture;

    std::optional<Hyperparameters> operator()(const architecture::GrooveCodecConfig& codec) const {
        return codec.bars <= 4 ? std::optional(small()) : std::nullopt;
    }
    std::optional<Hyperparameters> operator()(const architecture::DrumsCodecConfig& codec) const {
        return codec.bars <= 2 && isSmall() ? std::optional(small()) : std::nullopt;
    }
    std::optional<Hyperparameters> operator()(const architecture::MelodyCodecConfig& codec) const {
        if (codec.bars > 2 || !isSmall())
            return {};
        Hyperparameters parameters = small();
        parameters.previousDropout = 0.9;
        parameters.augmentation = {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 5};
        return parameters;
    }
    template <class Other>
    std::optional<Hyperparameters> operator()(const Other&) const {
        return {};
    }

    [[nodiscard]] bool isSmall() const {
        return architecture.decoder.levelLengths.empty() && std::ranges::max(architecture.decoder.sizes) <= 256;
    }
    [[nodiscard]] static Hyperparameters small() {
        Hyperparameters parameters;
        parameters.encoderSizes = {256};
        return parameters;
    }
};

} // namespace

Result<Recipe> recipeFromName(std::string_view name) {
    if (name == "segue")
        return Recipe::Segue;
    if (name == "magenta")
        return Recipe::Magenta;
    return fail(ErrorCode::InvalidArgument, "There is no recipe \"" + std::string(name) + "\"; write segue or magenta");
}

Hyperparameters hyperparametersFor(const architecture::Architecture& architecture, Recipe recipe) {
    Hyperparameters parameters = magentasRecipe(architecture);
    if (recipe == Recipe::Magenta)
        return parameters;
    if (const auto ours = std::visit(OurRecipe{architecture}, architecture.codec))
        return *ours;
    parameters.batchSize = architecture.shape().steps <= 64 ? 64 : 16;
    parameters.samplingSchedule = SamplingSchedule::Constant;
    parameters.samplingRate = 0.0;
    parameters.magentaWindows = false;
    return parameters;
}

Hyperparameters fineTuneHyperparameters(const architecture::Architecture& architecture, Recipe recipe) {
    Hyperparameters parameters = hyperparametersFor(architecture, recipe);
    parameters.learningRate = 3e-4;
    parameters.batchSize = std::min(32, parameters.batchSize);
    parameters.schedule = LearningRateSchedule::Cosine;
    parameters.warmupSteps = 50;
    parameters.betaRate = 0.0; // what has been learned under the KL's weight would come undone without it
    parameters.encoderSizes.clear();
    return parameters;
}

} // namespace segue::training
