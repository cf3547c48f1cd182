#pragma once

#include "core/base/Result.h"

#include <QStringList>

#include <stop_token>
#include <string>

namespace segue::learning {

/// What a configuration is learned with unless told otherwise.
struct Recipe {
    double freeBits = 0;
    double maxBeta = 0;
    int batchSize = 0;
};

/// Asks the trainer, which knows. Takes about a second. Errors: NotFound (no trainer), Cancelled, Malformed.
[[nodiscard]] Result<Recipe> recipeOf(const std::string& configuration, std::stop_token stop);

/// How fast this computer learns: lets the trainer do what `arguments` say ("train", without a run folder) for some
/// seconds, somewhere temporary. Unit: examples a second.
/// Errors: NotFound (no trainer), Cancelled, Internal (it ended too early, with what it said).
[[nodiscard]] Result<double> measuredSpeed(const QStringList& arguments, std::stop_token stop);

} // namespace segue::learning
