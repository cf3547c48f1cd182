#pragma once

#include "core/base/Error.h"

#include <filesystem>

namespace segue {

/// "Cannot read /a/b: No such file or directory", from an errno: NotFound where something does not exist, otherwise
/// Unreadable. `verb` is what was tried.
[[nodiscard]] Error systemError(const std::filesystem::path& path, const char* verb, int error);

} // namespace segue
