#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace segue {

/// Bytes of memory that a program may still take without swapping: what the system has available, or what is left of
/// the limit of a control group that this process is in (a container's, a session's), whichever is less. What a group's
/// files take of its limit counts as free: it is given back. Nothing where the system does not tell.
/// Source: proc(5), MemAvailable; the kernel's documents on control groups, versions 1 and 2.
[[nodiscard]] std::optional<std::uint64_t> freeMemory();
/// Of the system whose /proc and /sys lie below `root`.
[[nodiscard]] std::optional<std::uint64_t> freeMemory(const std::filesystem::path& root);

} // namespace segue
