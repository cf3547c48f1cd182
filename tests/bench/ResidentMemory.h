#pragma once

#include <cstdint>

namespace segue::bench {

/// Of this process, in bytes; 0 where the system does not tell.
struct ResidentMemory {
    std::uint64_t now = 0;
    std::uint64_t peak = 0; ///< since it was last forgotten
};
[[nodiscard]] ResidentMemory residentMemory();
void forgetPeakMemory();

} // namespace segue::bench
