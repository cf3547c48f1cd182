#pragma once

#include "core/base/AtomicFile.h"
#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace segue::files {

/// Larger records are refused: no piece of music is.
inline constexpr std::uint64_t kMaximumRecordSize = std::uint64_t{1} << 28;

/// Whether a file that begins so is one of records: its first length has the right checksum.
inline constexpr std::size_t kTfRecordHeaderSize = 12;
[[nodiscard]] bool isTfRecordHeader(std::span<const std::byte, kTfRecordHeaderSize> bytes);

/// Reads TensorFlow's record files, one record at a time: both checksums of each are checked.
/// Source: tensorflow/core/lib/io/record_writer.h (length, its masked CRC-32C, data, their masked CRC-32C).
class TfRecordReader {
public:
    /// Errors: NotFound, Unreadable.
    [[nodiscard]] static Result<TfRecordReader> open(const std::filesystem::path& path);

    /// The next record, or nothing at the end. After an Error there is nothing more.
    /// Errors: Malformed (cut short, checksum), Unsupported (larger than kMaximumRecordSize), Unreadable; with the
    /// record's offset and the path.
    [[nodiscard]] Result<std::optional<std::vector<std::byte>>> next();

    /// After an Error: there is nothing more to be read.
    [[nodiscard]] bool isBroken() const { return !m_file; }

    /// Of the record that is read next.
    [[nodiscard]] std::uint64_t offset() const { return m_offset; }
    /// Goes to a place that offset() gave. Requires: no Error before. Errors: Unreadable.
    [[nodiscard]] Status seek(std::uint64_t offset);

private:
    struct CloseFile {
        void operator()(std::FILE* file) const { (void)std::fclose(file); }
    };
    using FilePointer = std::unique_ptr<std::FILE, CloseFile>;

    TfRecordReader(std::filesystem::path path, FilePointer file) : m_path(std::move(path)), m_file(std::move(file)) {}
    [[nodiscard]] tl::unexpected<Error> broken(const char* reason);

    std::filesystem::path m_path;
    FilePointer m_file; ///< empty after an Error
    std::uint64_t m_offset = 0; ///< of the record that is read next
};

/// Adds a record with its checksums to the bytes of a record file.
void appendTfRecord(std::vector<std::byte>& bytes, std::span<const std::byte> record);

/// Writes a record file, which appears at commit(). Errors: AtomicFile's.
class TfRecordWriter {
public:
    [[nodiscard]] static Result<TfRecordWriter> create(const std::filesystem::path& path);

    [[nodiscard]] Status write(std::span<const std::byte> record);
    [[nodiscard]] Status commit();

private:
    explicit TfRecordWriter(AtomicFile file) : m_file(std::move(file)) {}

    AtomicFile m_file;
    std::vector<std::byte> m_buffer;
};

} // namespace segue::files
