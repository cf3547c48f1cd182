#include "core/latent/InterpolationScores.h"

#include "core/base/Random.h"
#include "core/music/PatternDistance.h"

#include <algorithm>

namespace segue::latent {
namespace {

constexpr int kPoints = 9;

/// The greatest fall of the distance to the first of the patterns from one to the next.
int greatestFall(std::span<const music::Pattern> way) {
    int fall = 0;
    int before = 0;
    for (const music::Pattern& pattern : way) {
        const int now = music::distance(way.front(), pattern);
        fall = std::max(fall, before - now);
        before = now;
    }
    return fall;
}

} // namespace

std::vector<Ends> drawPairs(std::span<const int> pieces, int count, std::uint64_t seed) {
    std::vector<Ends> pairs;
    if (pieces.empty() || std::ranges::all_of(pieces, [&](int piece) { return piece == pieces.front(); }))
        return pairs;
    Random random(seed);
    const auto any = [&] { return static_cast<int>(random.below(pieces.size())); };
    while (static_cast<int>(pairs.size()) < count) {
        const Ends ends{any(), any()};
        if (pieces[static_cast<std::size_t>(ends.a)] != pieces[static_cast<std::size_t>(ends.b)])
            pairs.push_back(ends);
    }
    return pairs;
}

InterpolationScores interpolationScores(const decoder::LiveModel& model, std::span<const float> means,
                                        std::span<const Ends> pairs, Path path, const std::stop_token& stop) {
    const auto size = static_cast<std::size_t>(model.architecture().latentSize);
    const auto mean = [&](int row) { return means.subspan(static_cast<std::size_t>(row) * size, size); };
    const auto workspace = model.makeWorkspace({.rows = kPoints});
    InterpolationScores scores;
    double half = 0;
    double ends = 0;
    for (const Ends& pair : pairs) {
        if (stop.stop_requested())
            break;
        std::vector<float> points(kPoints * size);
        for (int i = 0; i < kPoints; ++i)
            interpolate(path, mean(pair.a), mean(pair.b), static_cast<float>(i) / (kPoints - 1),
                        std::span(points).subspan(static_cast<std::size_t>(i) * size, size));
        std::vector<music::Pattern> way;
        model.decodeMany(points, {}, {}, *workspace, [&](std::size_t, const decoder::DecodedTensors& decoded) {
            way.push_back(model.patternOf(decoded).pattern);
            return true;
        });
        const int fall = greatestFall(way);
        ++scores.pairs;
        scores.steady += fall == 0;
        scores.nearlySteady += fall <= 1;
        half += music::onsets(way[kPoints / 2]);
        ends += 0.5 * (music::onsets(way.front()) + music::onsets(way.back()));
    }
    if (scores.pairs == 0)
        return scores;
    scores.steady /= scores.pairs;
    scores.nearlySteady /= scores.pairs;
    scores.half = ends > 0 ? half / ends : 1;
    return scores;
}

} // namespace segue::latent
