#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

namespace segue {

/// A file that grows at its end and can be gone on with after an interruption, from any length that was flushed.
/// What was not flushed is lost, also when it is destroyed.
class AppendFile {
public:
    /// Cuts the file to `size` bytes; 0 makes it anew. Errors: Malformed (it is shorter), NotFound (the folder),
    /// Unreadable, with the reason ("no space left on device").
    [[nodiscard]] static Result<AppendFile> open(const std::filesystem::path& path, std::uint64_t size);

    AppendFile(AppendFile&& other) noexcept;
    AppendFile& operator=(AppendFile&& other) noexcept;
    AppendFile(const AppendFile&) = delete;
    AppendFile& operator=(const AppendFile&) = delete;
    ~AppendFile();

    /// Errors: Unreadable, of this and of flush().
    [[nodiscard]] Status append(std::span<const std::byte> bytes);
    [[nodiscard]] Status append(std::string_view text) { return append(std::as_bytes(std::span(text))); }
    /// Everything is on the disk afterwards.
    [[nodiscard]] Status flush();
    /// With what is not flushed yet.
    [[nodiscard]] std::uint64_t size() const { return m_written + m_buffer.size(); }

private:
    AppendFile(std::filesystem::path path, int descriptor, std::uint64_t size)
        : m_path(std::move(path)), m_descriptor(descriptor), m_written(size) {}
    [[nodiscard]] Status writeBuffer();

    std::filesystem::path m_path;
    int m_descriptor;
    std::uint64_t m_written;
    std::vector<std::byte> m_buffer;
};

} // namespace segue
