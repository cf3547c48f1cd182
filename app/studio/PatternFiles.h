#pragma once

#include "core/architecture/Architecture.h"
#include "core/base/Quantity.h"
#include "core/base/Result.h"
#include "core/music/DrumPattern.h"

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
[[nodiscard]] Status writePattern(const std::filesystem::path& path, const music::DrumPattern& pattern, Bpm tempo,
                                  const architecture::GrooveCodecConfig& codec);

/// All patterns of a morph into `folder`, made if it is not there. Gives the files in order.
/// Errors: the first one's; the files before it are left.
[[nodiscard]] Result<std::vector<std::filesystem::path>> writeMorph(const std::filesystem::path& folder,
                                                                    std::span<const music::DrumPattern> patterns,
                                                                    Bpm tempo,
                                                                    const architecture::GrooveCodecConfig& codec);

} // namespace segue::studio
