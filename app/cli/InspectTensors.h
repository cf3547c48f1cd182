#pragma once

#include "app/cli/Report.h"
#include "core/base/Result.h"

#include <filesystem>

namespace segue::cli {

/// A model, a map, or any other safetensors file.
/// Errors: those of their readers; Unsupported (no file that Segue knows).
[[nodiscard]] Status inspectTensors(const std::filesystem::path& path, Report& report);

} // namespace segue::cli
