#pragma once

#include "core/base/Quantity.h"
#include "core/base/Result.h"
#include "core/codec/Codec.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace segue::studio {

/// A file name for a pattern: "funk-groove 102bpm.mid". What no file system likes is left out of `what`.
[[nodiscard]] std::string patternFileName(std::string_view what, Bpm tempo);

/// The `step`th of `steps` of a morph, so that a folder lists them in order: "morph 03 of 08 102bpm.mid".
/// Requires: 0 <= step < steps.
[[nodiscard]] std::string morphFileName(int step, int steps, Bpm tempo);

/// Once through the pattern, as a MIDI file. Atomic. Errors: writeMidiFile's.
[[nodiscard]] Status writePattern(const std::filesystem::path& path, const music::Pattern& pattern, Bpm tempo,
                                  const codec::Codec& codec);

/// All patterns of a morph into `folder`, made if it is not there. Gives the files in order.
/// Errors: the first one's; the files before it are left.
[[nodiscard]] Result<std::vector<std::filesystem::path>> writeMorph(const std::filesystem::path& folder,
                                                                    std::span<const music::Pattern> patterns, Bpm tempo,
                                                                    const codec::Codec& codec);

} // namespace segue::studio
