#include "widgets/PatternHeat.h"

#include <algorithm>

namespace segue::widgets {
namespace {

constexpr std::size_t kBeforePitches = 2; // hold, end

/// Of `depth` columns, those of the pitches of one part, whose columns begin at `first`.
RollHeat heatOfPart(int part, std::span<const float> probabilities, std::size_t depth, std::size_t first,
                    int lowestPitch, int highestPitch) {
    RollHeat heat{part, lowestPitch, highestPitch - lowestPitch + 1, {}};
    const auto pitches = static_cast<std::size_t>(heat.pitches);
    heat.probabilities.reserve(probabilities.size() / depth * pitches);
    for (std::size_t step = 0; step < probabilities.size(); step += depth) {
        const auto row = probabilities.subspan(step + first + kBeforePitches, pitches);
        heat.probabilities.insert(heat.probabilities.end(), row.begin(), row.end());
    }
    return heat;
}

bool isWhole(const architecture::CodecConfig& codec, std::span<const float> probabilities) {
    const auto depth = static_cast<std::size_t>(architecture::tensorShape(codec).output);
    return !probabilities.empty() && probabilities.size() % depth == 0;
}

/// Of a melody and of a bass alike.
std::size_t partDepth(const architecture::TrioCodecConfig& codec) {
    return kBeforePitches + static_cast<std::size_t>(codec.highestPitch - codec.lowestPitch + 1);
}

} // namespace

std::vector<RollHeat> rollHeat(const architecture::CodecConfig& codec, std::span<const float> probabilities) {
    if (!isWhole(codec, probabilities))
        return {};
    const auto depth = static_cast<std::size_t>(architecture::tensorShape(codec).output);
    if (const auto* melody = std::get_if<architecture::MelodyCodecConfig>(&codec))
        return {heatOfPart(0, probabilities, depth, 0, melody->lowestPitch, melody->highestPitch)};
    if (const auto* trio = std::get_if<architecture::TrioCodecConfig>(&codec))
        return {heatOfPart(0, probabilities, depth, 0, trio->lowestPitch, trio->highestPitch),
                heatOfPart(1, probabilities, depth, partDepth(*trio), trio->lowestPitch, trio->highestPitch)};
    return {};
}

void addDrumHeat(music::DrumPattern& drums, const architecture::TrioCodecConfig& codec,
                 std::span<const float> probabilities) {
    if (!isWhole(codec, probabilities))
        return;
    const auto depth = static_cast<std::size_t>(architecture::tensorShape(codec).output);
    const std::size_t first = 2 * partDepth(codec);
    const int steps = std::min(drums.steps(), static_cast<int>(probabilities.size() / depth));
    for (int step = 0; step < steps; ++step) {
        const auto sets = probabilities.subspan(static_cast<std::size_t>(step) * depth + first, depth - first);
        for (int drum = 0; drum < drums.drums(); ++drum) {
            float likely = 0;
            for (std::size_t set = std::size_t{1} << drum; set < sets.size(); ++set)
                likely += (set >> drum & 1U) != 0 ? sets[set] : 0.0F;
            drums.at(step, drum).probability = std::min(1.0F, likely);
        }
    }
}

} // namespace segue::widgets
