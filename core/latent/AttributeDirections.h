#pragma once

#include "core/base/Result.h"

#include <span>
#include <string>
#include <vector>

namespace segue::latent {

/// Where z must go for music to have more of something.
struct AttributeDirection {
    std::string name; ///< of music::attributesOf: "density"
    /// [Z]: what to add for a step more. A step leads from `low` to `high`; half of it, or -1 of it, is as good.
    std::vector<float> step;
    float low = 0; ///< mean of the attribute in the lower quarter of the examples
    float high = 0; ///< and in the upper one

    friend bool operator==(const AttributeDirection&, const AttributeDirection&) = default;
};

/// What is known of examples besides their means.
struct AttributeTable {
    std::vector<std::string> names; ///< [A]
    std::vector<float> values; ///< [count, A]; NaN: nothing to measure

    friend bool operator==(const AttributeTable&, const AttributeTable&) = default;
};

/// A direction for each attribute that varies and that z tells, in the table's order. Shape: means [count, Z].
///
/// The paper's way is the mean z of the examples in an attribute's upper quarter less that in its lower one. That takes
/// along whatever goes with the attribute (busy music is also syncopated), and is too short where an attribute is told
/// by a small part of z. Here each attribute is first told from z, linearly; then z is explained by all attributes as
/// told, together: each direction is the likeliest way to a step more of its attribute and none of the others. Decoded
/// by the grooves' first model, a step of the paper's way changed an attribute by 0.42 steps and each other one by 0.25
/// of that; a step of this way by 0.51 steps, and 0.11.
/// Source: Roberts et al. 2018 (arXiv 1803.05428), section 5.3.
/// Errors: ShapeMismatch; InvalidArgument (fewer than 8 examples, means not finite).
[[nodiscard]] Result<std::vector<AttributeDirection>> fitDirections(std::span<const float> means, int latentSize,
                                                                    const AttributeTable& table);

/// z += amount steps. Requires: sizes agree.
void apply(const AttributeDirection& direction, float amount, std::span<float> z);

} // namespace segue::latent
