#include "core/runs/RunWarnings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <numbers>
#include <numeric>
#include <span>

namespace segue::runs {
namespace {

constexpr std::size_t kSmoothed = 5; // reports whose mean is the level of a loss
constexpr std::size_t kReportsOfDivergence = 10;
constexpr double kDivergence = 2.0; // times the lowest level
constexpr double kImprovement = 0.99; // of a loss that is taken for better
constexpr std::int64_t kFewSkips = 10;
constexpr double kSkippedShare = 0.01;

/// "2,000".
std::string withCommas(std::int64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3;) {
        at -= 3;
        text.insert(at, 1, ',');
    }
    return text;
}

/// "0.2", "67.51", "1.3e+30".
std::string shortly(double number) {
    std::array<char, 32> text{};
    (void)std::snprintf(text.data(), text.size(), "%.4g", number);
    return text.data();
}

std::optional<Warning> klCollapsed(const RunHistory& history) {
    const auto& evaluations = history.evaluations;
    const auto isLow = [](const EvaluationReport& report) { return report.klBits < kCollapsedKlBits; };
    if (evaluations.size() < 2 || !std::all_of(evaluations.end() - 2, evaluations.end(), isLow))
        return {};
    return Warning{WarningKind::KlCollapsed, "KL has collapsed to " +
                                                 shortly(std::max(0.0, evaluations.back().klBits)) +
                                                 " bits: the decoder ignores z; raise free_bits or lower max_beta"};
}

/// Mean over the training reports of the steps (after, upTo]; NaN where there are none.
double meanReconstruction(const RunHistory& history, std::int64_t after, std::int64_t upTo) {
    double sum = 0.0;
    int count = 0;
    for (const TrainingReport& report : history.training) {
        if (report.step <= after || report.step > upTo)
            continue;
        sum += report.reconstruction;
        ++count;
    }
    return sum / count;
}

std::optional<Warning> overfitting(const RunHistory& history) {
    const auto& evaluations = history.evaluations;
    if (evaluations.empty())
        return {};
    const auto best = std::ranges::max_element(evaluations, {}, [](const EvaluationReport& report) {
        return std::isnan(score(report)) ? -1.0 : score(report);
    });
    const auto since = evaluations.end() - best - 1;
    if (since < kEvaluationsOfOverfitting)
        return {};
    const std::int64_t beforeBest = best == evaluations.begin() ? 0 : std::prev(best)->step;
    const double then = meanReconstruction(history, beforeBest, best->step);
    const double now = meanReconstruction(history, (evaluations.end() - 2)->step, evaluations.back().step);
    if (!(now < kImprovement * then))
        return {};
    return Warning{WarningKind::Overfitting,
                   "The score on held-out songs has not improved for " + std::to_string(since) +
                       " evaluations while training improves: overfitting; the best model, of step " +
                       withCommas(best->step) + ", is kept. More music or more augmentation helps"};
}

double meanOf(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::optional<Warning> diverging(const RunHistory& history, const RunFacts& facts) {
    std::vector<double> losses;
    losses.reserve(history.training.size());
    for (const TrainingReport& report : history.training)
        losses.push_back(lossAtFullBeta(report.reconstruction, report.klBits, facts));
    if (losses.size() < kSmoothed + kReportsOfDivergence)
        return {};
    const std::span before(losses.data(), losses.size() - kReportsOfDivergence);
    double lowest = std::numeric_limits<double>::infinity();
    for (std::size_t first = 0; first + kSmoothed <= before.size(); ++first)
        lowest = std::min(lowest, meanOf(before.subspan(first, kSmoothed)));
    const auto latest = std::span(losses).last(kReportsOfDivergence);
    const bool isFar = std::ranges::all_of(latest, [&](double loss) { return !(loss <= kDivergence * lowest); });
    if (!isFar)
        return {};
    return Warning{WarningKind::Diverging, "The loss is diverging: " + shortly(meanOf(latest)) + ", and was " +
                                               shortly(lowest) + "; a lower learning_rate usually helps"};
}

std::optional<Warning> skippedSteps(const RunHistory& history) {
    if (history.training.empty())
        return {};
    const TrainingReport& last = history.training.back();
    if (last.skippedSteps < kFewSkips ||
        static_cast<double>(last.skippedSteps) < kSkippedShare * static_cast<double>(last.step))
        return {};
    return Warning{WarningKind::SkippedSteps,
                   withCommas(last.skippedSteps) + " of " + withCommas(last.step) +
                       " steps were skipped, because their gradient was longer than grad_norm_clip_to_zero; a lower "
                       "learning_rate usually helps"};
}

} // namespace

double lossAtFullBeta(double reconstruction, double klBits, const RunFacts& facts) {
    return reconstruction + facts.maxBeta * std::max(0.0, klBits - facts.freeBits) * std::numbers::ln2;
}

std::optional<Warning> littleDataWarning(int windows, bool isFineTune) {
    const int enough = isFineTune ? kEnoughWindowsToFineTune : kEnoughWindows;
    if (windows <= 0 || windows >= enough)
        return {};
    return Warning{WarningKind::LittleData,
                   "Not enough data: " + withCommas(windows) + " windows; about " + withCommas(enough) +
                       (isFineTune ? " is where fine-tuning starts to work. More music helps"
                                   : " is where this configuration starts to work. More music helps, or starting from "
                                     "a trained model")};
}

std::vector<Warning> warningsOf(const RunHistory& history, const RunFacts& facts) {
    std::vector<Warning> warnings;
    for (auto& warning : {littleDataWarning(facts.windows, facts.isFineTune), klCollapsed(history),
                          overfitting(history), diverging(history, facts), skippedSteps(history)})
        if (warning)
            warnings.push_back(*warning);
    return warnings;
}

} // namespace segue::runs
