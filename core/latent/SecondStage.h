#pragma once

#include "core/base/Result.h"
#include "core/files/ModelFile.h"
#include "core/latent/AttributeDirections.h"
#include "core/latent/DensityFit.h"
#include "core/latent/LatentDensity.h"
#include "core/latent/MapBuilder.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace segue::latent {

/// What a model file holds besides the weights: fitted to posterior means, in seconds, once the weights are learned.
/// core/files/ModelFile.md says how it lies in the file.
struct SecondStage {
    std::optional<LatentDensity> density; ///< what to draw from; without one, N(0, I)
    nlohmann::json densityFacts = nlohmann::json::object(); ///< for people: what it was fitted to
    std::vector<AttributeDirection> attributes;

    /// The direction of that name; null if there is none.
    [[nodiscard]] const AttributeDirection* attribute(std::string_view name) const;
};

[[nodiscard]] files::Fitted toFitted(const SecondStage& stage);
/// Total; what it does not know it ignores. Errors: Malformed (says what is wrong).
[[nodiscard]] Result<SecondStage> secondStageOf(const files::Fitted& fitted, int latentSize);

/// What a second stage is fitted to: posterior means [count, Z], which piece each is of, and what can be said of the
/// music.
struct StageExamples {
    std::span<const float> means;
    int latentSize = 0;
    std::vector<int> pieces{}; ///< [count], or empty: each is its own
    AttributeTable attributes{};
    std::vector<double> onsets{}; ///< mean of music::onsetsByPart, or empty: unknown
};

struct StageOptions {
    std::uint64_t seed = 1;
    std::function<void(double done)> progress{}; ///< [0, 1]. Thread: the caller's
    std::stop_token stop{};
};

/// A built map's, each file a piece. The examples refer to `built`.
[[nodiscard]] StageExamples stageExamplesOf(const BuiltMap& built);

/// Density, calibrated by what `model` makes of draws where the examples' onsets are known, and directions. With fewer
/// than 8 examples there are no directions. Errors: fitDensity's, calibrated's.
[[nodiscard]] Result<SecondStage> fitSecondStage(const decoder::LiveModel& model, const StageExamples& examples,
                                                 const StageOptions& options = {});

} // namespace segue::latent
