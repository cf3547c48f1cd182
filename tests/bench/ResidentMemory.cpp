#include "tests/bench/ResidentMemory.h"

#include <fstream>
#include <string>

namespace segue::bench {

ResidentMemory residentMemory() {
    ResidentMemory memory;
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        std::uint64_t kilobytes = 0;
        if (word == "VmHWM:" && status >> kilobytes)
            memory.peak = kilobytes * 1024;
        else if (word == "VmRSS:" && status >> kilobytes)
            memory.now = kilobytes * 1024;
    }
    return memory;
}

void forgetPeakMemory() {
    std::ofstream("/proc/self/clear_refs") << 5;
}

} // namespace segue::bench
