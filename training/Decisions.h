#pragma once

#include "core/architecture/Architecture.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace segue::training {

/// What one part of an output decides at a step: the class of a categorical part, the yeses of all others as bits, a
/// groove's hits. What is compared, counted and searched where the numbers behind it do not matter.
using Decision = std::uint64_t;

/// Of a categorical part whose columns are all 0, as behind the end of a track. Equal to no class.
inline constexpr Decision kUndecided = ~Decision{0};

/// One part of an output and what it decides.
struct DecisionPart {
    architecture::OutputPart output;
    int firstColumn = 0;
    std::string name; ///< "melody"; the only part of an output has none
    bool areDrums = false; ///< a decision's bits are drums, also those of a class
};
[[nodiscard]] std::vector<DecisionPart> decisionParts(const architecture::Architecture& architecture);

/// A part's decision. A yes is above `threshold`: 0 of logits, 0.5 of what a codec writes. Shape: row [V].
/// Requires: at most 64 answers.
[[nodiscard]] Decision decisionOf(const DecisionPart& part, std::span<const float> row, float threshold);

/// The decisions of every step and part, [T, parts]. Shape: output [T, V], as a codec writes it.
[[nodiscard]] std::vector<Decision> decisionsOf(std::span<const DecisionPart> parts, std::span<const float> output,
                                                int depth);

/// In how many drums, or else classes, the decisions of two windows differ. Requires: equal sizes.
[[nodiscard]] int differences(std::span<const DecisionPart> parts, std::span<const Decision> a,
                              std::span<const Decision> b);

} // namespace segue::training
