#include "core/music/GridPhase.h"

#include "core/music/BeatClock.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <numbers>
#include <vector>

namespace segue::music {
namespace {

constexpr std::size_t kFewestOnsets = 8;
constexpr int kSixteenths = 4; // a beat
constexpr double kCoherent = 0.8;
constexpr double kMachineMade = 0.75; // share of the onsets
constexpr double kSameBeats = 0.005;
constexpr double kRounding = 1e-9; // of onsets counted in beats from the beginning

/// From the nearest whole number, [-0.5, 0.5).
double distance(double steps) {
    return steps - std::floor(steps + 0.5);
}

GridPhase phaseAgainst(int stepsPerBeat, std::span<const double> onsets) {
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

} // namespace

GridPhase gridPhase(std::span<const double> onsets, int stepsPerBeat) {
    if (onsets.empty())
        return {};
    if (stepsPerBeat > kSixteenths && stepsPerBeat % kSixteenths == 0) {
        GridPhase phase = phaseAgainst(kSixteenths, onsets);
        phase.steps *= static_cast<double>(stepsPerBeat) / kSixteenths;
        if (phase.removed)
            return phase;
    }
    return phaseAgainst(stepsPerBeat, onsets);
}

GridPhase gridPhase(const NoteSequence& sequence, int stepsPerBeat) {
    std::vector<Seconds> starts;
    for (const Note& note : sequence.notes)
        if (note.velocity.value > 0 && std::isfinite(note.start.value))
            starts.push_back(note.start);
    std::ranges::sort(starts);
    BeatClock clock(sequence.tempos);
    std::vector<double> onsets(starts.size());
    std::ranges::transform(starts, onsets.begin(), [&](Seconds start) { return clock.beatsAt(start); });
    return gridPhase(onsets, stepsPerBeat);
}

} // namespace segue::music
