#pragma once

#include "app/cli/Command.h"
#include "core/latent/SecondStage.h"

#include <span>
#include <string>
#include <vector>

namespace segue::cli {

/// --attribute density=+1, as often as wanted.
using AttributeOption = std::vector<std::string>;
void defineAttributeOption(CLI::App& command, AttributeOption& option);

/// Moves N points along the directions of the model that are asked for. Shape: z [N, Z].
/// Errors: InvalidArgument (no such direction, with those that there are; no number).
[[nodiscard]] Status applyAttributes(const AttributeOption& option, const latent::SecondStage& stage,
                                     std::span<float> z);

} // namespace segue::cli
