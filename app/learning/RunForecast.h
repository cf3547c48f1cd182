#pragma once

#include "app/learning/RunCatalog.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace segue::learning {

/// What a run would be: for an estimate before it starts.
struct PlannedRun {
    int windows = 0; ///< to learn from
    int minutes = 0;
    int batchSize = 0;
    double examplesPerSecond = 0;
};

/// What fits into its time.
struct Forecast {
    std::int64_t steps = 0;
    double epochs = 0; ///< times through the music
};

/// Evaluations and checkpoints take a share of the time.
[[nodiscard]] Forecast forecastOf(const PlannedRun& plan);

/// How fast the newest run of a configuration learned here; nothing if there is none. Unit: examples a second.
[[nodiscard]] std::optional<double> knownSpeed(const std::vector<KnownRun>& runs, const std::string& configuration);

} // namespace segue::learning
