#include "app/instrument/FirstGroove.h"

#include "app/instrument/Decoding.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace segue::instrument {
namespace {

constexpr std::size_t kMostCandidates = 40;
constexpr std::size_t kMostDraws = 8; // of the prior, where one is much like another
constexpr double kSlowest = 85;
constexpr double kFastest = 125;
constexpr std::array<std::string_view, 4> kWelcoming{"funk", "hiphop", "soul", "rock"};

// Rows of a drum grid, in Magenta's order.
constexpr int kKick = 0;
constexpr int kSnare = 1;
constexpr int kClosedHat = 2;
constexpr int kRide = 8;

bool isDanceable(const latent::ExampleInfo& example) {
    return example.bpm >= static_cast<float>(kSlowest) && example.bpm <= static_cast<float>(kFastest);
}

/// Indices of the examples to listen to: the first welcoming style that has any, spread over the whole data set.
std::vector<int> candidates(const latent::MapFile& map, std::size_t most) {
    std::vector<int> chosen;
    for (const std::string_view style : kWelcoming) {
        for (std::size_t index = 0; index < map.examples.size(); ++index)
            if (map.examples[index].style == style && isDanceable(map.examples[index]))
                chosen.push_back(static_cast<int>(index));
        if (!chosen.empty())
            break;
    }
    if (chosen.empty())
        for (std::size_t index = 0; index < map.examples.size(); ++index)
            chosen.push_back(static_cast<int>(index));
    const std::size_t stride = std::max<std::size_t>(1, chosen.size() / most);
    std::vector<int> spread;
    for (std::size_t i = 0; i < chosen.size(); i += stride)
        spread.push_back(chosen[i]);
    return spread;
}

double livelinessOf(const music::DrumPattern& pattern) {
    if (pattern.drums() != music::kDrumClasses) // rows of another kit
        return -std::abs(pattern.hits() - pattern.steps());
    int hats = 0;
    int others = 0;
    double score = 0;
    double loudest = 0;
    double softest = 1;
    for (int step = 0; step < pattern.steps(); ++step) {
        const int inBar = step % pattern.stepsPerBar();
        const bool backbeat = inBar == pattern.stepsPerBeat() || inBar == 3 * pattern.stepsPerBeat();
        if (pattern.at(step, kSnare).hit)
            score += backbeat ? 3 : -0.2;
        if (pattern.at(step, kKick).hit)
            score += inBar == 0 ? 3 : 0.5;
        hats += pattern.at(step, kClosedHat).hit || pattern.at(step, kRide).hit ? 1 : 0;
        for (int drum = 0; drum < music::kDrumClasses; ++drum) {
            const music::DrumCell& cell = pattern.at(step, drum);
            if (!cell.hit)
                continue;
            loudest = std::max(loudest, static_cast<double>(cell.velocity));
            softest = std::min(softest, static_cast<double>(cell.velocity));
            others += drum > kClosedHat && drum < kRide ? 1 : 0;
        }
    }
    score += 0.4 * std::min(hats, pattern.steps() / 2 + 4);
    score += 4 * std::max(0.0, loudest - softest);
    return score - 0.5 * others;
}

double livelinessOf(const music::MelodyPattern& melody) {
    constexpr double kOnsetsPerStep = 0.4; // a little under two a beat
    return -std::abs(melody.onsets() - kOnsetsPerStep * melody.steps());
}

double livelinessOf(const music::TrioPattern& trio) {
    return livelinessOf(trio.melody) + livelinessOf(trio.bass) - std::abs(trio.drums.hits() - trio.steps());
}

double livelinessOf(const music::PerformancePattern& performance) {
    return static_cast<double>(std::min<std::size_t>(performance.tracks.size(), 4));
}

} // namespace

double liveliness(const music::Pattern& pattern) {
    return std::visit([](const auto& known) { return livelinessOf(known); }, pattern);
}

std::optional<FirstGroove> firstGroove(const Instrument& instrument, const Layout& layout) {
    if (instrument.examples->examples.empty())
        return std::nullopt;
    const auto chosen = candidates(*instrument.examples, instrument.drawsFromPrior ? kMostDraws : kMostCandidates);
    std::vector<float> means;
    for (const int index : chosen)
        means.insert(means.end(), layout.map->mean(index).begin(), layout.map->mean(index).end());
    const auto workspace = instrument.model->makeWorkspace({.rows = chosen.size()});
    int best = -1;
    double bestScore = 0;
    decodeMany(*instrument.model, means, {}, {}, *workspace,
               [&](std::size_t at, const decoder::DecodedPattern& decoded) {
                   const double score = liveliness(decoded.pattern);
                   if (best < 0 || score > bestScore) {
                       best = chosen[at];
                       bestScore = score;
                   }
                   return true;
               });
    const auto place = static_cast<std::size_t>(best);
    const double bpm = static_cast<double>(instrument.examples->examples[place].bpm);
    return FirstGroove{layout.map->points()[place], bpm > 0 ? std::round(bpm) : 100.0};
}

} // namespace segue::instrument
