#include "core/base/AtomicFile.h"

#include "core/base/SystemError.h"

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace segue {
namespace {

/// Different for every file this process writes, and from those of other processes.
std::string temporaryName(const std::filesystem::path& path) {
    static std::atomic<unsigned> count{0};
    return path.string() + "." + std::to_string(::getpid()) + "-" + std::to_string(count++) + ".part";
}

} // namespace

Result<AtomicFile> AtomicFile::create(const std::filesystem::path& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
        return fail(systemError(path, "write", EISDIR));
    for (int attempt = 0;; ++attempt) {
        std::string temporary = temporaryName(path);
        const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor >= 0)
            return AtomicFile(path, std::move(temporary), descriptor);
        if (errno != EEXIST || attempt == 100) // left behind by a process that was killed and had our number
            return fail(systemError(path, "write", errno));
    }
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : m_path(std::move(other.m_path)),
      m_temporary(std::exchange(other.m_temporary, {})),
      m_descriptor(std::exchange(other.m_descriptor, -1)) {}

AtomicFile::~AtomicFile() {
    if (m_descriptor >= 0)
        (void)::close(m_descriptor);
    if (!m_temporary.empty())
        (void)::unlink(m_temporary.c_str());
}

Status AtomicFile::write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return fail(systemError(m_path, "write", errno));
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

Status AtomicFile::commit() {
    if (::fsync(m_descriptor) != 0 && errno != EINVAL) // which says that this file system cannot
        return fail(systemError(m_path, "write", errno));
    if (::close(std::exchange(m_descriptor, -1)) != 0) // a full network disk can show up only here
        return fail(systemError(m_path, "write", errno));
    if (::rename(m_temporary.c_str(), m_path.c_str()) != 0)
        return fail(systemError(m_path, "write", errno));
    m_temporary.clear();
    return {};
}

} // namespace segue
