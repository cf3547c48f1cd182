#pragma once

#include "core/base/Random.h"
#include "core/files/ModelFile.h"

#include <cstddef>
#include <filesystem>
#include <vector>

namespace segue::bench {

/// Where Magenta's two-bar melody model is, if it is there: one file a variable.
[[nodiscard]] std::filesystem::path melodyFolder();

/// That model without its encoder; elsewhere one of the same sizes with random weights, which takes as long.
[[nodiscard]] files::ModelFile melodyModel();

/// A point of the prior. Shape: [Z].
[[nodiscard]] std::vector<float> drawZ(const architecture::Architecture& architecture, Random& random);

/// How often a decoder of this architecture reads how many weights for one pattern: what a core decoder multiplies with
/// something else at every step, and a conductor at each of its own. What is multiplied once for all steps of a
/// segment, and rows that a one-hot step looks up, do not count.
struct WeightsRead {
    std::size_t aStep = 0; ///< by all core decoders
    std::size_t steps = 0; ///< of the pattern
    std::size_t all = 0; ///< in the whole pattern, conductors included
};
[[nodiscard]] WeightsRead weightsRead(const architecture::Architecture& architecture);

} // namespace segue::bench
