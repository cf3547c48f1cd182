#include "core/base/Files.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace segue {
namespace {

class FileDescriptor {
public:
    explicit FileDescriptor(int fd) : m_fd(fd) {}
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    ~FileDescriptor() { (void)close(); }

    [[nodiscard]] bool isOpen() const { return m_fd >= 0; }
    [[nodiscard]] int get() const { return m_fd; }
    /// Returns 0, or an errno: a full disk can show up only here.
    int close() {
        if (m_fd < 0)
            return 0;
        const int result = ::close(m_fd);
        m_fd = -1;
        return result == 0 ? 0 : errno;
    }

private:
    int m_fd;
};

Error systemError(const std::filesystem::path& path, const char* verb, int error) {
    const ErrorCode code = error == ENOENT || error == ENOTDIR ? ErrorCode::NotFound : ErrorCode::Unreadable;
    return Error(code, "Cannot " + std::string(verb) + " " + path.string() + ": " + std::strerror(error));
}

/// 0, or an errno.
int writeAll(int fd, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return errno;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return ::fsync(fd) == 0 || errno == EINVAL ? 0 : errno;
}

} // namespace

Result<std::vector<std::byte>> readFile(const std::filesystem::path& path, std::size_t limit) {
    FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.isOpen())
        return fail(systemError(path, "read", errno));
    struct stat info {};
    if (::fstat(file.get(), &info) != 0)
        return fail(systemError(path, "read", errno));
    if (S_ISDIR(info.st_mode))
        return fail(ErrorCode::Unreadable, "Cannot read " + path.string() + ": it is a folder");
    if (static_cast<std::size_t>(info.st_size) > limit)
        return fail(ErrorCode::Unsupported,
                    path.string() + " is too large (" + std::to_string(info.st_size) + " bytes)");

    std::vector<std::byte> bytes(static_cast<std::size_t>(info.st_size));
    std::size_t have = 0;
    while (true) {
        if (have == bytes.size()) {
            if (have > limit)
                return fail(ErrorCode::Unsupported, path.string() + " is too large");
            bytes.resize(have + 4096); // it grew, or (a pipe) has no size: read on until the end
        }
        const ssize_t got = ::read(file.get(), bytes.data() + have, bytes.size() - have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(systemError(path, "read", errno));
        if (got == 0)
            break;
        have += static_cast<std::size_t>(got);
    }
    bytes.resize(have);
    return bytes;
}

Status writeFileAtomically(const std::filesystem::path& path, std::span<const std::byte> bytes) {
    std::string name = path.string() + ".XXXXXX";
    FileDescriptor file(::mkostemp(name.data(), O_CLOEXEC));
    if (!file.isOpen())
        return fail(systemError(path, "write", errno));
    int error = writeAll(file.get(), bytes);
    if (error == 0) {
        const mode_t mask = ::umask(0);
        ::umask(mask);
        error = ::fchmod(file.get(), 0666 & ~mask) == 0 ? 0 : errno;
    }
    if (const int closeError = file.close(); error == 0)
        error = closeError;
    if (error == 0 && ::rename(name.c_str(), path.c_str()) != 0)
        error = errno;
    if (error != 0) {
        ::unlink(name.c_str());
        return fail(systemError(path, "write", error));
    }
    return {};
}

Status writeFileAtomically(const std::filesystem::path& path, std::string_view text) {
    return writeFileAtomically(path, std::as_bytes(std::span(text.data(), text.size())));
}

} // namespace segue
