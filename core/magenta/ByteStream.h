#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace segue::magenta {

/// Bytes that are read from front to back: of a file, of several files joined, of a file within an archive. The weights
/// of a checkpoint can be gigabytes, of which most may be an optimiser's; only what is wanted is ever in memory.
class ByteStream {
public:
    ByteStream() = default;
    ByteStream(const ByteStream&) = delete;
    ByteStream& operator=(const ByteStream&) = delete;
    virtual ~ByteStream() = default;

    /// Fills all of `bytes`. Errors: Malformed (the end comes before: the file is cut short), Unreadable.
    [[nodiscard]] virtual Status read(std::span<std::byte> bytes) = 0;
    /// Errors: as read()'s; some streams find only at the next read that there is less.
    [[nodiscard]] virtual Status skip(std::uint64_t count) = 0;
    /// How many bytes are left, as far as they are known without being read.
    [[nodiscard]] virtual std::uint64_t remaining() const = 0;
};

class FileStream : public ByteStream {
public:
    /// Errors: NotFound, Unreadable.
    [[nodiscard]] static Result<std::unique_ptr<FileStream>> open(const std::filesystem::path& path);

    [[nodiscard]] Status read(std::span<std::byte> bytes) override;
    [[nodiscard]] Status skip(std::uint64_t count) override;
    [[nodiscard]] std::uint64_t remaining() const override { return m_remaining; }

private:
    struct CloseFile {
        void operator()(std::FILE* file) const { (void)std::fclose(file); }
    };
    using FilePointer = std::unique_ptr<std::FILE, CloseFile>;

    FileStream(std::filesystem::path path, FilePointer file, std::uint64_t size)
        : m_path(std::move(path)), m_file(std::move(file)), m_remaining(size) {}
    [[nodiscard]] tl::unexpected<Error> cutShort() const;

    std::filesystem::path m_path;
    FilePointer m_file;
    std::uint64_t m_remaining;
};

/// Files one after another, as if they were one.
class JoinedFiles : public ByteStream {
public:
    /// Opens them all. Errors: FileStream's.
    [[nodiscard]] static Result<std::unique_ptr<JoinedFiles>> open(const std::vector<std::filesystem::path>& paths);

    [[nodiscard]] Status read(std::span<std::byte> bytes) override;
    [[nodiscard]] Status skip(std::uint64_t count) override;
    [[nodiscard]] std::uint64_t remaining() const override;

private:
    explicit JoinedFiles(std::vector<std::unique_ptr<FileStream>> files) : m_files(std::move(files)) {}
    /// The file that has the next byte; the last one if none has.
    [[nodiscard]] FileStream& current();

    std::vector<std::unique_ptr<FileStream>> m_files; ///< at least one
    std::size_t m_at = 0;
};

} // namespace segue::magenta
