#include "training/RunWriter.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace segue::training {
namespace {

Error cannotWrite(const std::filesystem::path& path, int error) {
    return Error(error == ENOENT ? ErrorCode::NotFound : ErrorCode::Unreadable,
                 "Cannot write to " + path.string() + ": " + std::strerror(error));
}

void closeIfOpen(int& fd) {
    if (fd >= 0)
        ::close(fd);
    fd = -1;
}

/// Cuts what stands behind the last line's end. 0, or an errno.
int cutPartialLine(int fd) {
    const off_t size = ::lseek(fd, 0, SEEK_END);
    off_t end = size;
    char last = '\n';
    while (end > 0 && ::pread(fd, &last, 1, end - 1) == 1 && last != '\n')
        --end;
    return end == size || ::ftruncate(fd, end) == 0 ? 0 : errno;
}

/// Who only asks whether a trainer is at work holds the lock for an instant: tries again for half a second.
bool takeLock(int fd) {
    for (int tries = 0; tries < 50; ++tries) {
        if (::flock(fd, LOCK_EX | LOCK_NB) == 0)
            return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

} // namespace

Result<RunWriter> RunWriter::open(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return fail(ErrorCode::Unreadable, "Cannot make the run folder " + folder.string() + ": " + error.message());
    RunWriter writer(folder);
    writer.m_lock = ::open(writer.path(runs::kLockName).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (writer.m_lock < 0)
        return fail(cannotWrite(folder, errno));
    if (!takeLock(writer.m_lock))
        return fail(ErrorCode::Unreadable, "Another training is running in " + folder.string());
    writer.m_metrics = ::open(writer.path(runs::kMetricsName).c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (writer.m_metrics < 0)
        return fail(cannotWrite(writer.path(runs::kMetricsName), errno));
    if (const int reason = cutPartialLine(writer.m_metrics); reason != 0)
        return fail(cannotWrite(writer.path(runs::kMetricsName), reason));
    return writer;
}

RunWriter::RunWriter(RunWriter&& other) noexcept
    : m_folder(std::move(other.m_folder)),
      m_waiting(std::move(other.m_waiting)),
      m_metrics(std::exchange(other.m_metrics, -1)),
      m_lock(std::exchange(other.m_lock, -1)) {}

RunWriter& RunWriter::operator=(RunWriter&& other) noexcept {
    std::swap(m_folder, other.m_folder);
    std::swap(m_waiting, other.m_waiting);
    std::swap(m_metrics, other.m_metrics);
    std::swap(m_lock, other.m_lock);
    return *this;
}

RunWriter::~RunWriter() {
    closeIfOpen(m_metrics);
    closeIfOpen(m_lock);
}

Status RunWriter::append(const nlohmann::json& line) {
    m_waiting += line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
    return flush();
}

Status RunWriter::flush() {
    const off_t before = ::lseek(m_metrics, 0, SEEK_END);
    std::size_t done = 0;
    while (done < m_waiting.size()) {
        const ssize_t written = ::write(m_metrics, m_waiting.data() + done, m_waiting.size() - done);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0) {
            const int reason = errno;
            if (before >= 0 && ::ftruncate(m_metrics, before) != 0)
                m_waiting.erase(0, done); // what is out stays out, and is not written twice
            return fail(cannotWrite(path(runs::kMetricsName), reason));
        }
        done += static_cast<std::size_t>(written);
    }
    m_waiting.clear();
    return {};
}

} // namespace segue::training
