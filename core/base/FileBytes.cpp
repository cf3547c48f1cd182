#include "core/base/FileBytes.h"

#include "core/base/SystemError.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace segue {

Result<FileBytes> FileBytes::open(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return fail(systemError(path, "read", errno));
    FileBytes file(path, descriptor, 0);
    struct stat info {};
    if (::fstat(descriptor, &info) != 0)
        return fail(systemError(path, "read", errno));
    if (S_ISDIR(info.st_mode))
        return fail(systemError(path, "read", EISDIR));
    file.m_size = static_cast<std::uint64_t>(info.st_size);
    return file;
}

FileBytes::FileBytes(FileBytes&& other) noexcept
    : m_path(std::move(other.m_path)), m_descriptor(std::exchange(other.m_descriptor, -1)), m_size(other.m_size) {}

FileBytes::~FileBytes() {
    if (m_descriptor >= 0)
        (void)::close(m_descriptor);
}

Status FileBytes::read(std::uint64_t offset, std::span<std::byte> out) const {
    while (!out.empty()) {
        const ssize_t got = ::pread(m_descriptor, out.data(), out.size(), static_cast<off_t>(offset));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(systemError(m_path, "read", errno));
        if (got == 0)
            return fail(ErrorCode::Unreadable, m_path.string() + " became shorter while it was read");
        out = out.subspan(static_cast<std::size_t>(got));
        offset += static_cast<std::uint64_t>(got);
    }
    return {};
}

} // namespace segue
