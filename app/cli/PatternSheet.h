#pragma once

#include "core/codec/Codec.h"

#include <cstddef>
#include <string>
#include <vector>

namespace segue::cli {

/// The patterns side by side as a PNG file: melodies as piano rolls, drums as grids, both where a pattern has both; the
/// louder the brighter. All share their pitches and their scale, so that they can be compared.
/// Requires: at least one pattern; patterns of the codec.
[[nodiscard]] std::vector<std::byte> patternsAsPng(const std::vector<music::Pattern>& patterns,
                                                   const codec::Codec& codec, const std::string& title);

} // namespace segue::cli
