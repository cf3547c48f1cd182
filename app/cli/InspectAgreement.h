#pragma once

#include "app/cli/Report.h"
#include "core/base/Result.h"

#include <filesystem>

namespace segue::cli {

/// How far a model says the same with its weights in 16 bits as in 32, at 256 draws from its prior.
/// Errors: LiveModel::load's; Cancelled (by a signal).
[[nodiscard]] Status inspectAgreement(const std::filesystem::path& path, Report& report);

} // namespace segue::cli
