#pragma once

#include "core/files/ModelFile.h"
#include "tests/core/model/slow/Network.h"

#include <cstdint>
#include <string>
#include <vector>

namespace segue::slow {

/// A few units, a bar of music: as small as an architecture can be and still do what the large ones do. Its name says
/// what it has: "trio split, encoder 3 5, ...".
///
/// Not all that architecture::validate approves of, which are thousands, but so many that every two choices that can
/// stand together (a codec with its outputs, layers, levels and what conductors hear, residuals, layers for the
/// controls) do so in one of them.
[[nodiscard]] std::vector<architecture::Architecture> tinyArchitectures();

/// Seeded random weights, of a size that gates neither saturate nor sleep, and heads that say something.
[[nodiscard]] files::ModelFile tinyModel(const architecture::Architecture& architecture, std::uint64_t seed);

/// Random windows such as the codec could have made: one-hot rows where the outputs are classes, velocities and offsets
/// only with hits, rows that do not count of zeros. The first is a whole window, some are
/// shorter, and some have parts that are empty.
[[nodiscard]] std::vector<Example> tinyExamples(const architecture::Architecture& architecture, std::size_t count,
                                                std::uint64_t seed);

/// From N(0, 1). Shape: [count][size].
[[nodiscard]] Rows normalRows(std::size_t count, int size, std::uint64_t seed);

} // namespace segue::slow
