#pragma once

#include "core/base/Result.h"
#include "core/files/MusicCollection.h"

#include <string>
#include <vector>

namespace segue::cli {

/// Errors: InvalidArgument, with the names there are.
[[nodiscard]] Result<files::Split> splitNamed(const std::string& name);
[[nodiscard]] Result<std::vector<files::Split>> splitsNamed(const std::vector<std::string>& names);

} // namespace segue::cli
