#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace segue {

/// A file whose bytes are read where they are wanted, for what is too large to be in memory as a whole besides what it
/// becomes. Thread: one at a time.
class FileBytes {
public:
    /// Errors: NotFound, Unreadable (also: a folder).
    [[nodiscard]] static Result<FileBytes> open(const std::filesystem::path& path);
    FileBytes(const FileBytes&) = delete;
    FileBytes& operator=(const FileBytes&) = delete;
    FileBytes(FileBytes&& other) noexcept;
    FileBytes& operator=(FileBytes&&) = delete;
    ~FileBytes();

    /// When it was opened.
    [[nodiscard]] std::uint64_t size() const { return m_size; }
    /// Fills `out` with the bytes from `offset` on. Errors: Unreadable (also: the file has become shorter).
    [[nodiscard]] Status read(std::uint64_t offset, std::span<std::byte> out) const;

private:
    FileBytes(std::filesystem::path path, int descriptor, std::uint64_t size)
        : m_path(std::move(path)), m_descriptor(descriptor), m_size(size) {}

    std::filesystem::path m_path;
    int m_descriptor;
    std::uint64_t m_size;
};

} // namespace segue
