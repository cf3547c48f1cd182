#include "training/GrowingFile.h"

#include "core/base/SystemError.h"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace segue::training {

Result<GrowingFile> GrowingFile::open(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (descriptor < 0)
        return fail(systemError(path, "write", errno));
    return GrowingFile(path, descriptor);
}

GrowingFile::GrowingFile(GrowingFile&& other) noexcept
    : m_path(std::move(other.m_path)),
      m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_waiting(std::move(other.m_waiting)) {}

GrowingFile& GrowingFile::operator=(GrowingFile&& other) noexcept {
    std::swap(m_path, other.m_path);
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_waiting, other.m_waiting);
    return *this;
}

GrowingFile::~GrowingFile() {
    if (m_descriptor >= 0)
        (void)::close(m_descriptor);
}

Status GrowingFile::cutPartialLine() {
    const off_t size = ::lseek(m_descriptor, 0, SEEK_END);
    off_t end = size;
    char last = '\n';
    while (end > 0 && ::pread(m_descriptor, &last, 1, end - 1) == 1 && last != '\n')
        --end;
    if (end != size && ::ftruncate(m_descriptor, end) != 0)
        return fail(systemError(m_path, "write", errno));
    return {};
}

Status GrowingFile::append(std::string_view piece) {
    m_waiting += piece;
    const off_t before = ::lseek(m_descriptor, 0, SEEK_END);
    std::size_t done = 0;
    while (done < m_waiting.size()) {
        const ssize_t written = ::write(m_descriptor, m_waiting.data() + done, m_waiting.size() - done);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0) {
            const int reason = errno;
            if (before >= 0 && ::ftruncate(m_descriptor, before) != 0)
                m_waiting.erase(0, done); // what is out stays out, and is not written twice
            return fail(systemError(m_path, "write", reason));
        }
        done += static_cast<std::size_t>(written);
    }
    m_waiting.clear();
    return {};
}

} // namespace segue::training
