#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

namespace segue {

/// The whole file.
/// Errors: NotFound, Unreadable (also: a folder), Unsupported (more than `limit` bytes).
[[nodiscard]] Result<std::vector<std::byte>> readFile(const std::filesystem::path& path,
                                                      std::size_t limit = std::size_t{1} << 31);

/// Writes beside `path`, flushes to the disk and renames: a reader sees the old file or the new one, whole.
/// On failure the old file is untouched and nothing is left behind.
/// Errors: Unreadable, with the reason ("no space left on device").
[[nodiscard]] Status writeFileAtomically(const std::filesystem::path& path, std::span<const std::byte> bytes);
[[nodiscard]] Status writeFileAtomically(const std::filesystem::path& path, std::string_view text);

} // namespace segue
