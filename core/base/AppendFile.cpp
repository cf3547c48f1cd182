#include "core/base/AppendFile.h"

#include "core/base/SystemError.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace segue {
namespace {

constexpr std::size_t kBufferSize = std::size_t{1} << 16;

} // namespace

Result<AppendFile> AppendFile::open(const std::filesystem::path& path, std::uint64_t size) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0)
        return fail(systemError(path, "write", errno));
    AppendFile file(path, descriptor, size);
    struct stat state {};
    if (::fstat(descriptor, &state) != 0)
        return fail(systemError(path, "write", errno));
    const auto wanted = static_cast<off_t>(size);
    if (state.st_size < wanted)
        return fail(ErrorCode::Malformed, path.string() + " has become shorter than it was");
    if ((state.st_size > wanted && ::ftruncate(descriptor, wanted) != 0) || ::lseek(descriptor, 0, SEEK_END) < 0)
        return fail(systemError(path, "write", errno));
    return file;
}

AppendFile::AppendFile(AppendFile&& other) noexcept
    : m_path(std::move(other.m_path)),
      m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_written(other.m_written),
      m_buffer(std::move(other.m_buffer)) {}

AppendFile& AppendFile::operator=(AppendFile&& other) noexcept {
    std::swap(m_path, other.m_path);
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_written, other.m_written);
    std::swap(m_buffer, other.m_buffer);
    return *this;
}

AppendFile::~AppendFile() {
    if (m_descriptor >= 0)
        (void)::close(m_descriptor);
}

Status AppendFile::append(std::span<const std::byte> bytes) {
    m_buffer.insert(m_buffer.end(), bytes.begin(), bytes.end());
    return m_buffer.size() < kBufferSize ? Status() : writeBuffer();
}

Status AppendFile::flush() {
    if (auto status = writeBuffer(); !status)
        return status;
    if (::fdatasync(m_descriptor) != 0 && errno != EINVAL) // which says that this file system cannot
        return fail(systemError(m_path, "write", errno));
    return {};
}

Status AppendFile::writeBuffer() {
    std::span<const std::byte> rest = m_buffer;
    while (!rest.empty()) {
        const ssize_t written = ::write(m_descriptor, rest.data(), rest.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return fail(systemError(m_path, "write", errno));
        rest = rest.subspan(static_cast<std::size_t>(written));
    }
    m_written += m_buffer.size();
    m_buffer.clear();
    return {};
}

} // namespace segue
