#include "app/learning/RunForecast.h"

#include <algorithm>
#include <cmath>

namespace segue::learning {
namespace {

constexpr double kShareOfLearning = 0.9;
constexpr std::size_t kLastReports = 60;

} // namespace

Forecast forecastOf(const PlannedRun& plan) {
    const double examples = plan.examplesPerSecond * 60.0 * plan.minutes * kShareOfLearning;
    return {static_cast<std::int64_t>(examples / std::max(1, plan.batchSize)), examples / std::max(1, plan.windows)};
}

std::optional<double> knownSpeed(const std::vector<KnownRun>& runs, const std::string& configuration) {
    for (const KnownRun& run : runs) { // newest first
        const auto& reports = run.history->training;
        if (run.info.configuration != configuration || reports.empty())
            continue;
        std::vector<double> speeds;
        for (std::size_t i = reports.size() - std::min(kLastReports, reports.size()); i < reports.size(); ++i)
            speeds.push_back(reports[i].examplesPerSecond);
        const auto middle = speeds.begin() + static_cast<std::ptrdiff_t>(speeds.size() / 2);
        std::ranges::nth_element(speeds, middle);
        if (std::isfinite(*middle) && *middle > 0)
            return *middle;
    }
    return std::nullopt;
}

} // namespace segue::learning
