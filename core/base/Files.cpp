#include "core/base/Files.h"

#include "core/base/AtomicFile.h"
#include "core/base/SystemError.h"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace segue {
namespace {

class OpenFile {
public:
    explicit OpenFile(const std::filesystem::path& path) : m_descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile() {
        if (isOpen())
            (void)::close(m_descriptor);
    }

    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }
    [[nodiscard]] int descriptor() const { return m_descriptor; }

private:
    int m_descriptor;
};

tl::unexpected<Error> tooLarge(const std::filesystem::path& path, std::size_t limit) {
    return fail(ErrorCode::Unsupported, path.string() + " is too large: more than " + std::to_string(limit) + " bytes");
}

} // namespace

Result<std::vector<std::byte>> readFile(const std::filesystem::path& path, std::size_t limit) {
    const OpenFile file(path);
    if (!file.isOpen())
        return fail(systemError(path, "read", errno));
    struct stat info {};
    if (::fstat(file.descriptor(), &info) != 0)
        return fail(systemError(path, "read", errno));
    if (S_ISDIR(info.st_mode))
        return fail(systemError(path, "read", EISDIR));
    const auto size = static_cast<std::size_t>(info.st_size);
    if (size > limit)
        return tooLarge(path, limit);

    std::vector<std::byte> bytes(size + 1); // the one more finds the end, or that the file grows (or is a pipe)
    std::size_t have = 0;
    while (true) {
        if (have == bytes.size())
            bytes.resize(have * 2);
        const ssize_t got = ::read(file.descriptor(), bytes.data() + have, bytes.size() - have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(systemError(path, "read", errno));
        if (got == 0)
            break;
        have += static_cast<std::size_t>(got);
        if (have > limit)
            return tooLarge(path, limit);
    }
    bytes.resize(have);
    return bytes;
}

Status writeFileAtomically(const std::filesystem::path& path, std::span<const std::byte> bytes) {
    auto file = AtomicFile::create(path);
    if (!file)
        return fail(std::move(file).error());
    if (auto status = file->write(bytes); !status)
        return status;
    return file->commit();
}

Status writeFileAtomically(const std::filesystem::path& path, std::string_view text) {
    return writeFileAtomically(path, std::as_bytes(std::span(text.data(), text.size())));
}

} // namespace segue
