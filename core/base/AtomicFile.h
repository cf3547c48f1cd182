#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace segue {

/// A file that appears whole or not at all: bytes go to a new file beside `path`, which commit() flushes to the disk
/// and renames. Without a commit nothing is left behind, and a file that was at `path` stays as it was.
class AtomicFile {
public:
    /// Errors: NotFound (the folder), Unreadable, with the reason ("no space left on device"): of all members.
    [[nodiscard]] static Result<AtomicFile> create(const std::filesystem::path& path);

    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&&) = delete;
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    ~AtomicFile();

    [[nodiscard]] Status write(std::span<const std::byte> bytes);
    /// Once, and nothing is written afterwards.
    [[nodiscard]] Status commit();

private:
    AtomicFile(std::filesystem::path path, std::string temporary, int descriptor)
        : m_path(std::move(path)), m_temporary(std::move(temporary)), m_descriptor(descriptor) {}

    std::filesystem::path m_path;
    std::string m_temporary; ///< empty once there is nothing to remove
    int m_descriptor;
};

} // namespace segue
