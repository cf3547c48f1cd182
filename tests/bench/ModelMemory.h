#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>

namespace segue::bench {

/// What a model adds to a process that loads it and decodes one pattern.
struct ModelMemory {
    std::uint64_t resident = 0; ///< bytes, when it is loaded
    std::uint64_t peak = 0; ///< while it is loaded
};

/// Measured in a process of its own, this program once more. Errors: Unreadable.
[[nodiscard]] Result<ModelMemory> memoryOf(const std::filesystem::path& model);

/// What that process does: loads the model of this path and prints both numbers. Returns the exit code.
int printMemoryOf(const std::filesystem::path& model);

/// The option that this program is started with to do so.
inline constexpr const char* kMemoryOption = "--memory-of";

} // namespace segue::bench
