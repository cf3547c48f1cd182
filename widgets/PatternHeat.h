#pragma once

#include "core/architecture/CodecConfig.h"
#include "core/music/DrumPattern.h"
#include "widgets/RollPattern.h"

#include <span>
#include <vector>

namespace segue::widgets {

/// From the probabilities of a decoder's columns to what views can show. Both take them as the decoder gives them,
/// [T, output D] of `codec`; numbers that are no whole steps of it show nothing.

/// How likely each note begins, for a melody, or for melody and bass of a trio; nothing for other codecs.
[[nodiscard]] std::vector<RollHeat> rollHeat(const architecture::CodecConfig& codec,
                                             std::span<const float> probabilities);

/// How likely each drum of a trio is hit: the sum over all sets that have it.
void addDrumHeat(music::DrumPattern& drums, const architecture::TrioCodecConfig& codec,
                 std::span<const float> probabilities);

} // namespace segue::widgets
