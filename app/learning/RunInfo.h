#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace segue::learning {

/// What a run folder's config.json says that a person or a map wants to know. Empty and 0 mean unknown.
struct RunInfo {
    std::string configuration; ///< "groovae_2bar"
    std::string dataName;
    std::string attribution;
    std::vector<std::filesystem::path> examples; ///< where the music lies
    int windows = 0; ///< that it learns from
};

/// Total. Errors: readFile's, Malformed.
[[nodiscard]] Result<RunInfo> readRunInfo(const std::filesystem::path& runFolder);

/// "my breaks · 3,120 windows · groovae_2bar".
[[nodiscard]] std::string titleOf(const std::filesystem::path& runFolder, const RunInfo& info);

/// A folder below `parent` for a run of this name, which is not there yet; what file systems do not like is replaced.
[[nodiscard]] std::filesystem::path newRunFolder(const std::filesystem::path& parent, std::string_view name);

} // namespace segue::learning
