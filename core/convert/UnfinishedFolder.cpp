#include "core/convert/UnfinishedFolder.h"

#include "core/base/Files.h"
#include "core/base/SystemError.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace segue::convert {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kFormat = 1;
constexpr const char* kState = "state.json";
constexpr const char* kJournal = "files.jsonl";
constexpr std::string_view kMusicKey = "music"; // a checksum, which says nothing to anybody

std::string dump(const json& value) {
    return value.dump(2, ' ', false, json::error_handler_t::replace);
}

std::string shown(const json& value) {
    if (value.is_null() || value == "")
        return "not given";
    return value.is_string() ? value.get<std::string>() : dump(value);
}

/// "split was train and is now test; shards was 4 and is now 8"
std::string differences(const json& before, const json& now) {
    std::string text;
    for (const auto& [key, value] : now.items())
        if (const json old = before.value(key, json()); key != kMusicKey && old != value)
            text += (text.empty() ? "" : "; ") + key + " was " + shown(old) + " and is now " + shown(value);
    return text.empty() ? "files of music were added, removed or changed since" : text;
}

/// The descriptor of the lock. It goes with the process, however that ends.
Result<int> lockFolder(const fs::path& folder) {
    const fs::path path = folder / "lock";
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0)
        return fail(systemError(path, "write", errno));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) // some file systems have no locks
        return descriptor;
    (void)::close(descriptor);
    return fail(ErrorCode::Unreadable, "Another process is converting into " + folder.string() + " at this moment");
}

} // namespace

Result<UnfinishedFolder> UnfinishedFolder::open(const fs::path& output, const json& task, bool restart) {
    const fs::path path = output.string() + ".unfinished";
    std::error_code error;
    if (fs::is_directory(output, error))
        return fail(systemError(output, "write", EISDIR));
    fs::create_directory(path, error);
    if (error)
        return fail(systemError(output, "write", error.value()));
    const auto lock = lockFolder(path);
    if (!lock)
        return fail(lock.error());
    UnfinishedFolder folder(path, *lock, task);
    if (restart)
        fs::remove(path / kState, error);
    if (auto status = folder.load(); !status)
        return fail(std::move(status).error());
    return folder;
}

UnfinishedFolder::UnfinishedFolder(UnfinishedFolder&& other) noexcept
    : m_path(std::move(other.m_path)),
      m_lock(std::exchange(other.m_lock, -1)),
      m_task(std::move(other.m_task)),
      m_checkpoint(std::move(other.m_checkpoint)) {}

UnfinishedFolder::~UnfinishedFolder() {
    if (m_lock >= 0)
        (void)::close(m_lock);
}

Status UnfinishedFolder::load() {
    const auto bytes = readFile(m_path / kState);
    if (!bytes && bytes.error().code() == ErrorCode::NotFound)
        return keep({});
    if (!bytes)
        return fail(bytes.error());
    const auto* text = reinterpret_cast<const char*>(bytes->data());
    try {
        const json state = json::parse(text, text + bytes->size());
        if (state.at("format").get<int>() != kFormat || state.at("task") != json::parse(dump(m_task)))
            return fail(ErrorCode::InvalidArgument,
                        "There is an unfinished conversion of something else in " + m_path.string() + ": " +
                            differences(state.at("task"), m_task) +
                            ". Convert as before to finish it, or begin anew with --restart");
        m_checkpoint.songs = state.at("songs").get<std::uint64_t>();
        m_checkpoint.journal = state.at("journal").get<std::uint64_t>();
        m_checkpoint.parts = state.at("parts").get<std::vector<std::uint64_t>>();
        m_checkpoint.complete = state.at("complete").get<bool>();
    } catch (const json::exception&) {
        return fail(ErrorCode::Malformed,
                    (m_path / kState).string() + " is not what a conversion left behind; begin anew with --restart");
    }
    return {};
}

Status UnfinishedFolder::keep(const Checkpoint& checkpoint) {
    m_checkpoint = checkpoint;
    return writeFileAtomically(m_path / kState, dump({{"format", kFormat},
                                                      {"task", m_task},
                                                      {"songs", checkpoint.songs},
                                                      {"journal", checkpoint.journal},
                                                      {"parts", checkpoint.parts},
                                                      {"complete", checkpoint.complete}}));
}

fs::path UnfinishedFolder::part(int index) const {
    std::array<char, 16> digits{};
    (void)std::snprintf(digits.data(), digits.size(), "%05d", index);
    return m_path / (std::string("part-") + digits.data());
}

Result<AppendFile> UnfinishedFolder::openJournal() const {
    return AppendFile::open(m_path / kJournal, m_checkpoint.journal);
}

Status UnfinishedFolder::readJournal(const std::function<Status(std::string_view)>& visit) const {
    std::ifstream journal(m_path / kJournal, std::ios::binary);
    std::string line;
    for (std::uint64_t at = 0; at < m_checkpoint.journal && std::getline(journal, line); at += line.size() + 1)
        if (auto status = visit(line); !status)
            return status;
    return {};
}

void UnfinishedFolder::remove() const {
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

} // namespace segue::convert
