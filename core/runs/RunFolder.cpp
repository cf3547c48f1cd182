#include "core/runs/RunFolder.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace segue::runs {

bool isBeingWritten(const std::filesystem::path& runFolder) {
    const int file = ::open((runFolder / kLockName).c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    const bool isHeld = ::flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ::close(file); // and what was taken is given back
    return isHeld;
}

Result<std::filesystem::path> newestModel(const std::filesystem::path& runFolder) {
    for (const char* const candidate : {kLastModelName, kBestModelName}) {
        std::error_code ignored;
        if (std::filesystem::is_regular_file(runFolder / candidate, ignored))
            return runFolder / candidate;
    }
    return fail(ErrorCode::NotFound, "There is no model in " + runFolder.string() + " yet");
}

} // namespace segue::runs
