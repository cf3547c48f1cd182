#pragma once

#include "core/base/Result.h"
#include "core/music/NoteSequence.h"

#include <filesystem>
#include <string>
#include <vector>

namespace segue::cli {

/// Writes `name`-001-of-005.mid and so on into `folder`, which is made if it is missing. Returns their paths.
/// Errors: writeMidiFile's; Unreadable (no folder can be made there).
[[nodiscard]] Result<std::vector<std::filesystem::path>> writeMidiFolder(const std::vector<music::NoteSequence>& pieces,
                                                                         const std::filesystem::path& folder,
                                                                         const std::string& name);

} // namespace segue::cli
