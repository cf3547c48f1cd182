#pragma once

#include "core/base/Result.h"
#include "core/latent/SecondStage.h"
#include "training/Dataset.h"

#include <filesystem>

namespace segue::training {

/// Fits the second stage of a trained model to what it learned from, and puts it into the model's file; the weights
/// stay. Of a large data set 20,000 windows are heard, spread over all of it.
/// Errors: readModelFile's and writeModelFile's, fitSecondStage's; Cancelled.
[[nodiscard]] Status fitModel(const std::filesystem::path& model, const Dataset& data,
                              const latent::StageOptions& options = {});

} // namespace segue::training
