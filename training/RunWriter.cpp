#include "training/RunWriter.h"

#include "core/base/SystemError.h"

#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <sys/file.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace segue::training {
namespace {

/// What AtomicFile leaves under temporary names when the process is killed, and whole folders of samples.
void removeLeftovers(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> leftovers;
    std::error_code ignored;
    for (const auto& inside : {folder, folder / runs::kCheckpointsName, folder / runs::kSamplesName})
        for (const auto& entry : std::filesystem::directory_iterator(inside, ignored))
            if (entry.path().extension() == ".part" &&
                (entry.is_regular_file(ignored) || entry.path().parent_path() == folder / runs::kSamplesName))
                leftovers.push_back(entry.path());
    for (const auto& leftover : leftovers)
        std::filesystem::remove_all(leftover, ignored);
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
        return fail(systemError(folder, "write", errno));
    if (!takeLock(writer.m_lock))
        return fail(ErrorCode::Unreadable, "Another training is running in " + folder.string());
    removeLeftovers(folder);
    auto metrics = GrowingFile::open(writer.path(runs::kMetricsName));
    if (!metrics)
        return fail(metrics.error());
    if (auto status = metrics->cutPartialLine(); !status)
        return fail(status.error());
    writer.m_metrics.emplace(std::move(*metrics));
    return writer;
}

RunWriter::RunWriter(RunWriter&& other) noexcept
    : m_folder(std::move(other.m_folder)),
      m_metrics(std::move(other.m_metrics)),
      m_lock(std::exchange(other.m_lock, -1)) {}

RunWriter& RunWriter::operator=(RunWriter&& other) noexcept {
    std::swap(m_folder, other.m_folder);
    std::swap(m_metrics, other.m_metrics);
    std::swap(m_lock, other.m_lock);
    return *this;
}

RunWriter::~RunWriter() {
    if (m_lock >= 0)
        ::close(m_lock);
}

Status RunWriter::append(const nlohmann::json& line) {
    return m_metrics->append(line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n');
}

} // namespace segue::training
