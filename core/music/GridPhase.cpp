#include "core/music/GridPhase.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <numbers>
#include <vector>

namespace segue::music {
namespace {

constexpr std::size_t kFewestOnsets = 8;
constexpr double kCoherent = 0.8;
constexpr double kMachineMade = 0.75; // share of the onsets
constexpr double kSameBeats = 0.005;
constexpr double kRounding = 1e-9; // of onsets counted in beats from the beginning

/// From the nearest whole number, [-0.5, 0.5).
double distance(double steps) {
    return steps - std::floor(steps + 0.5);
}

} // namespace

GridPhase gridPhase(std::span<const double> onsets, int stepsPerBeat) {
    if (onsets.empty())
        return {};
    std::vector<double> steps(onsets.size()); // off the grid
    std::ranges::transform(onsets, steps.begin(), [&](double beats) { return distance(beats * stepsPerBeat); });

    std::complex<double> sum;
    for (const double step : steps)
        sum += std::polar(1.0, 2 * std::numbers::pi * step);
    const double mean = std::arg(sum) / (2 * std::numbers::pi);

    std::vector<double> aroundMean(steps.size());
    std::ranges::transform(steps, aroundMean.begin(), [&](double step) { return distance(step - mean); });
    const auto middle = aroundMean.begin() + static_cast<std::ptrdiff_t>(aroundMean.size() / 2);
    std::ranges::nth_element(aroundMean, middle);

    const auto count = static_cast<double>(steps.size());
    GridPhase phase{.steps = distance(mean + *middle), .coherence = std::min(1.0, std::abs(sum) / count)};
    const double same = kSameBeats * stepsPerBeat + kRounding;
    const auto together =
        std::ranges::count_if(steps, [&](double step) { return std::abs(distance(step - phase.steps)) <= same; });
    phase.removed = steps.size() >= kFewestOnsets && phase.coherence >= kCoherent &&
                    static_cast<double>(together) >= kMachineMade * count && std::abs(phase.steps) > same;
    return phase;
}

} // namespace segue::music
