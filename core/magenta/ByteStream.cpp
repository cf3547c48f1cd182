#include "core/magenta/ByteStream.h"

#include "core/base/SystemError.h"

#include <algorithm>
#include <cerrno>
#include <string>
#include <sys/stat.h>

namespace segue::magenta {

Result<std::unique_ptr<FileStream>> FileStream::open(const std::filesystem::path& path) {
    FilePointer file(std::fopen(path.c_str(), "rbe"));
    struct stat info {};
    if (!file || ::fstat(::fileno(file.get()), &info) != 0)
        return fail(systemError(path, "read", errno));
    if (S_ISDIR(info.st_mode)) // which fopen opens
        return fail(systemError(path, "read", EISDIR));
    return std::unique_ptr<FileStream>(
        new FileStream(path, std::move(file), static_cast<std::uint64_t>(std::max<off_t>(info.st_size, 0))));
}

tl::unexpected<Error> FileStream::cutShort() const {
    return fail(ErrorCode::Malformed, m_path.string() + " is cut short: it was not copied or downloaded to its end");
}

Status FileStream::read(std::span<std::byte> bytes) {
    const std::size_t got = std::fread(bytes.data(), 1, bytes.size(), m_file.get());
    m_remaining -= std::min<std::uint64_t>(m_remaining, got);
    if (got == bytes.size())
        return {};
    if (std::ferror(m_file.get()) != 0)
        return fail(systemError(m_path, "read", errno));
    return cutShort();
}

Status FileStream::skip(std::uint64_t count) {
    if (count > m_remaining)
        return cutShort();
    if (::fseeko(m_file.get(), static_cast<off_t>(count), SEEK_CUR) != 0)
        return fail(systemError(m_path, "read", errno));
    m_remaining -= count;
    return {};
}

Result<std::unique_ptr<JoinedFiles>> JoinedFiles::open(const std::vector<std::filesystem::path>& paths) {
    std::vector<std::unique_ptr<FileStream>> files;
    for (const auto& path : paths) {
        auto file = FileStream::open(path);
        if (!file)
            return fail(std::move(file).error());
        files.push_back(std::move(*file));
    }
    return std::unique_ptr<JoinedFiles>(new JoinedFiles(std::move(files)));
}

FileStream& JoinedFiles::current() {
    while (m_files[m_at]->remaining() == 0 && m_at + 1 < m_files.size())
        ++m_at;
    return *m_files[m_at];
}

Status JoinedFiles::read(std::span<std::byte> bytes) {
    while (!bytes.empty()) {
        FileStream& file = current();
        // The last file is asked for all that is missing: it says that it is cut short.
        const std::size_t part =
            file.remaining() == 0 ? bytes.size()
                                  : static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), file.remaining()));
        if (auto status = file.read(bytes.first(part)); !status)
            return status;
        bytes = bytes.subspan(part);
    }
    return {};
}

Status JoinedFiles::skip(std::uint64_t count) {
    while (count > 0) {
        FileStream& file = current();
        const std::uint64_t part = file.remaining() == 0 ? count : std::min(count, file.remaining());
        if (auto status = file.skip(part); !status)
            return status;
        count -= part;
    }
    return {};
}

std::uint64_t JoinedFiles::remaining() const {
    std::uint64_t sum = 0;
    for (const auto& file : m_files)
        sum += file->remaining();
    return sum;
}

} // namespace segue::magenta
