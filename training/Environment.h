#pragma once

#include "core/base/Result.h"

#include <nlohmann/json.hpp>

#include <filesystem>

namespace segue::training {

/// The programs and the machine that this process is: an entry of environment.json, less what only the caller knows
/// (format in core/runs/RunFolder.md). What cannot be found out is left out.
[[nodiscard]] nlohmann::json environmentFacts();

/// Adds an entry to the file; one that cannot be understood is begun anew. Errors: writeFileAtomically's.
[[nodiscard]] Status addStart(const std::filesystem::path& environmentFile, const nlohmann::json& start);

} // namespace segue::training
