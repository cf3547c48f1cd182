#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace segue::training {

/// A file that others read while it grows by whole pieces. A piece that cannot be written, because the disk is full,
/// waits in memory and goes out, in order, with the next one that can.
class GrowingFile {
public:
    /// Makes the file if it is missing. Errors: NotFound (the folder), Unreadable.
    [[nodiscard]] static Result<GrowingFile> open(const std::filesystem::path& path);

    GrowingFile(GrowingFile&& other) noexcept;
    GrowingFile& operator=(GrowingFile&& other) noexcept;
    GrowingFile(const GrowingFile&) = delete;
    GrowingFile& operator=(const GrowingFile&) = delete;
    ~GrowingFile();

    /// Cuts what stands behind the last line's end: a killed process may have left half a line.
    [[nodiscard]] Status cutPartialLine();
    /// Errors: Unreadable with the reason; the piece is kept and tried again.
    Status append(std::string_view piece);

private:
    GrowingFile(std::filesystem::path path, int descriptor) : m_path(std::move(path)), m_descriptor(descriptor) {}

    std::filesystem::path m_path;
    int m_descriptor;
    std::string m_waiting;
};

} // namespace segue::training
