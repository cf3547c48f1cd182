#pragma once

#include "core/magenta/ByteStream.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>

struct gzFile_s; // zlib's

namespace segue::magenta {

/// Goes through the files of a tar archive, gzipped or not, from front to back. As a stream it gives the bytes of the
/// file that next() came to. Nothing is written to the disk; links, folders and devices are passed over.
/// Source: POSIX.1-2001 (ustar and pax), and GNU tar's long names; TensorBundle.md says what is understood.
class TarReader : public ByteStream {
public:
    /// Errors: NotFound, Unreadable, Malformed (no tar).
    [[nodiscard]] static Result<std::unique_ptr<TarReader>> open(const std::filesystem::path& path);

    /// The name of the next file, or nothing at the archive's end.
    /// Errors: Malformed (a broken header; a name that leads out of the archive's folder, which no honest one has),
    /// Unsupported (a sparse file, more than 10,000 entries, one that unpacks to much more than its size), Unreadable.
    [[nodiscard]] Result<std::optional<std::string>> next();

    [[nodiscard]] Status read(std::span<std::byte> bytes) override;
    [[nodiscard]] Status skip(std::uint64_t count) override;
    [[nodiscard]] std::uint64_t remaining() const override { return m_remaining; }

private:
    struct Close {
        void operator()(gzFile_s* file) const;
    };
    using File = std::unique_ptr<gzFile_s, Close>;
    struct Header;
    /// What the entries before a file say of it.
    struct Extension {
        std::string name;
        std::optional<std::uint64_t> size;
        bool isSparse = false;
    };

    TarReader(std::filesystem::path path, File file, std::uint64_t limit)
        : m_path(std::move(path)), m_file(std::move(file)), m_limit(limit) {}

    [[nodiscard]] Result<std::optional<Header>> readHeader();
    [[nodiscard]] Result<std::string> readText(std::uint64_t size);
    [[nodiscard]] Status readPax(std::uint64_t size, Extension& extension);
    [[nodiscard]] Status finishEntry();
    /// From the archive, unpacked; fewer bytes only at its end.
    [[nodiscard]] Result<std::size_t> readRaw(std::span<std::byte> bytes);
    [[nodiscard]] Status skipRaw(std::uint64_t count);
    [[nodiscard]] tl::unexpected<Error> malformed(const std::string& reason) const;

    std::filesystem::path m_path;
    File m_file;
    std::uint64_t m_limit; ///< of bytes unpacked
    std::uint64_t m_position = 0; ///< unpacked
    std::uint64_t m_remaining = 0; ///< of the current file
    std::uint64_t m_padding = 0; ///< after it
    int m_entries = 0;
};

/// Whether a file begins as a tar archive does, or is gzipped.
[[nodiscard]] bool looksLikeArchive(const std::filesystem::path& path);

} // namespace segue::magenta
