#include "training/Evaluation.h"

#include <bit>
#include <cstdint>
#include <limits>

namespace segue::training {
namespace {

using Bits = std::vector<std::uint64_t>;

Bits hitsOf(const music::DrumPattern& pattern) {
    Bits bits(static_cast<std::size_t>(pattern.steps()) * music::kDrumClasses / 64 + 1);
    std::size_t at = 0;
    for (int step = 0; step < pattern.steps(); ++step)
        for (int drum = 0; drum < music::kDrumClasses; ++drum, ++at)
            bits[at / 64] |= std::uint64_t{pattern.at(step, drum).hit ? 1U : 0U} << (at % 64);
    return bits;
}

int hammingDistance(const Bits& a, const Bits& b) {
    int distance = 0;
    for (std::size_t word = 0; word < a.size(); ++word)
        distance += std::popcount(a[word] ^ b[word]);
    return distance;
}

} // namespace

PatternScores nearestByHits(const Dataset& known, const Dataset& data) {
    std::vector<Bits> all;
    for (int window = 0; window < known.size(); ++window)
        all.push_back(hitsOf(known.pattern(window)));

    PatternScores scores;
    for (int window = 0; window < data.size(); ++window) {
        const auto truth = data.pattern(window);
        const Bits bits = hitsOf(truth);
        int nearest = 0;
        int least = std::numeric_limits<int>::max();
        for (std::size_t i = 0; i < all.size(); ++i) {
            const int distance = hammingDistance(bits, all[i]);
            if (distance < least) {
                least = distance;
                nearest = static_cast<int>(i);
            }
        }
        scores.add(truth, known.pattern(nearest), data.songOf(window).tempo);
    }
    return scores;
}

} // namespace segue::training
