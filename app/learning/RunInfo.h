#pragma once

#include "core/architecture/CodecConfig.h"
#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
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
    std::int64_t totalSteps = 0; ///< the limit, as the next; 0: it is another one
    double minutes = 0;
    std::optional<architecture::CodecConfig> codec; ///< what its model reads and makes
};

/// Total. Errors: readFile's, Malformed.
[[nodiscard]] Result<RunInfo> readRunInfo(const std::filesystem::path& runFolder);

/// "my breaks · 3,120 windows · groovae_2bar".
[[nodiscard]] std::string titleOf(const std::filesystem::path& runFolder, const RunInfo& info);

/// `name` as the name of a folder: what file systems do not like is replaced.
[[nodiscard]] std::string plainName(std::string_view name);
/// A folder below `parent` for a run of this name, which is not there yet.
[[nodiscard]] std::filesystem::path newRunFolder(const std::filesystem::path& parent, std::string_view name);

} // namespace segue::learning
