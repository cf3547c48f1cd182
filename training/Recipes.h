#pragma once

#include "core/base/Result.h"
#include "training/Hyperparameters.h"

#include <string_view>

namespace segue::training {

/// Where the values of hyper-parameters come from that nobody has named.
enum class Recipe {
    /// What learns most in an hour of a CPU. Small models of grooves, drums and melodies of few bars have recipes found
    /// by trial: half of Magenta's encoder, close reconstructions (256 free bits), a decoder that is seldom told what
    /// came before, and examples that are changed each time. All others have Magenta's values, but for batches of 64
    /// examples, or 16 of more than 64 steps, and no scheduled sampling.
    Segue,
    /// Magenta's own: batches of 512 or 256 examples, its learning rate, free bits, dropout and scheduled sampling, and
    /// its way to cut pieces into windows; but its few windows of each piece are drawn anew for each epoch, where
    /// Magenta keeps those of the first. Made for several GPUs and days.
    /// Source: magenta/models/music_vae/configs.py.
    Magenta,
};

/// "segue" or "magenta". Errors: InvalidArgument.
[[nodiscard]] Result<Recipe> recipeFromName(std::string_view name);

/// How a configuration is learned from nothing: by its name, or else as what makes the same.
[[nodiscard]] Hyperparameters hyperparametersFor(const architecture::Architecture& architecture,
                                                 Recipe recipe = Recipe::Segue);

/// The same for a fine-tune of a trained model, whose sizes it keeps, on a small set of one's own.
[[nodiscard]] Hyperparameters fineTuneHyperparameters(const architecture::Architecture& architecture,
                                                      Recipe recipe = Recipe::Segue);

} // namespace segue::training
