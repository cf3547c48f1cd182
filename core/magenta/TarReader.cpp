#include "core/magenta/TarReader.h"

#include "core/base/SystemError.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <string_view>
#include <vector>

namespace segue::magenta {
namespace {

constexpr std::size_t kBlock = 512;
constexpr std::uint64_t kLongestText = 1 << 16; // of a name or of pax records
constexpr int kMostEntries = 10'000;
constexpr std::uint64_t kMaximumRatio = 200; // weights are hardly compressible
constexpr std::uint64_t kAlwaysAllowed = std::uint64_t{1} << 24;

using Block = std::array<char, kBlock>;

/// A text field, which ends at its first zero or at its width.
std::string_view field(const Block& block, std::size_t offset, std::size_t width) {
    const std::string_view all(block.data() + offset, width);
    return all.substr(0, std::min(width, all.find('\0')));
}

/// Octal digits, or, with the highest bit set, a big-endian number as GNU tar writes large ones.
std::optional<std::uint64_t> number(const Block& block, std::size_t offset, std::size_t width) {
    if ((static_cast<unsigned char>(block[offset]) & 0x80U) != 0) {
        std::uint64_t value = static_cast<unsigned char>(block[offset]) & 0x7FU;
        for (std::size_t i = 1; i < width; ++i) {
            if (value >> 55 != 0)
                return std::nullopt;
            value = value << 8 | static_cast<unsigned char>(block[offset + i]);
        }
        return value;
    }
    std::string_view digits = field(block, offset, width);
    digits.remove_prefix(std::min(digits.find_first_not_of(' '), digits.size()));
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 8);
    const auto rest = std::string_view(end, static_cast<std::size_t>(digits.data() + digits.size() - end));
    if ((error != std::errc() && !digits.empty()) || rest.find_first_not_of(' ') != std::string_view::npos)
        return std::nullopt;
    return value;
}

constexpr std::size_t kChecksumAt = 148;
constexpr std::size_t kChecksumWidth = 8;

bool hasChecksum(const Block& block) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < kBlock; ++i)
        sum += i >= kChecksumAt && i < kChecksumAt + kChecksumWidth ? ' ' : static_cast<unsigned char>(block[i]);
    return number(block, kChecksumAt, kChecksumWidth) == sum;
}

bool leadsOut(std::string_view name) {
    const std::filesystem::path path(name);
    return path.is_absolute() || std::ranges::find(path, std::filesystem::path("..")) != path.end();
}

} // namespace

struct TarReader::Header {
    std::string name;
    std::uint64_t size = 0;
    char type = '0';
};

void TarReader::Close::operator()(gzFile_s* file) const {
    (void)gzclose(file);
}

Result<std::unique_ptr<TarReader>> TarReader::open(const std::filesystem::path& path) {
    std::error_code error;
    const std::uint64_t size = std::filesystem::file_size(path, error);
    if (error)
        return fail(systemError(path, "read", error.value()));
    File file(gzopen(path.c_str(), "rbe"));
    if (!file)
        return fail(systemError(path, "read", errno));
    (void)gzbuffer(file.get(), 1U << 17);
    const std::uint64_t limit =
        std::max(kAlwaysAllowed, size > UINT64_MAX / kMaximumRatio ? size : size * kMaximumRatio);
    return std::unique_ptr<TarReader>(new TarReader(path, std::move(file), limit));
}

tl::unexpected<Error> TarReader::malformed(const std::string& reason) const {
    return fail(ErrorCode::Malformed, "The archive " + m_path.string() + " is broken: " + reason);
}

Result<std::size_t> TarReader::readRaw(std::span<std::byte> bytes) {
    std::size_t have = 0;
    while (have < bytes.size()) {
        const auto part = static_cast<unsigned>(std::min<std::size_t>(bytes.size() - have, 1U << 30));
        const int got = gzread(m_file.get(), bytes.data() + have, part);
        int code = Z_OK;
        if (got <= 0)
            (void)gzerror(m_file.get(), &code);
        if (code == Z_ERRNO)
            return fail(systemError(m_path, "read", errno));
        if (got < 0 || code == Z_BUF_ERROR) // the latter where gzipped data end too early
            return malformed("it cannot be unpacked. It is cut short or damaged");
        if (got == 0)
            break;
        have += static_cast<std::size_t>(got);
    }
    m_position += have;
    if (m_position > m_limit)
        return fail(ErrorCode::Unsupported,
                    "The archive " + m_path.string() + " unpacks to much more than any checkpoint does");
    return have;
}

Status TarReader::skipRaw(std::uint64_t count) {
    if (gzdirect(m_file.get()) != 0) { // not compressed: a seek costs nothing
        if (count > static_cast<std::uint64_t>(INT64_MAX) - m_position ||
            gzseek(m_file.get(), static_cast<z_off_t>(count), SEEK_CUR) < 0)
            return malformed("it is cut short");
        m_position += count;
        return {};
    }
    std::array<std::byte, 1U << 16> scratch{};
    while (count > 0) {
        const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(count, scratch.size()));
        const auto got = readRaw(std::span(scratch).first(part));
        if (!got)
            return fail(got.error());
        if (*got < part)
            return malformed("it is cut short");
        count -= part;
    }
    return {};
}

Result<std::optional<TarReader::Header>> TarReader::readHeader() {
    Block block{};
    const auto got = readRaw(std::as_writable_bytes(std::span(block)));
    if (!got)
        return fail(got.error());
    if (*got == 0 || std::ranges::all_of(block, [](char c) { return c == '\0'; }))
        return std::nullopt;
    if (*got < kBlock)
        return malformed("it is cut short");
    const auto size = number(block, 124, 12);
    if (!hasChecksum(block) || !size || *size > static_cast<std::uint64_t>(INT64_MAX) / 2)
        return malformed("byte " + std::to_string(m_position - kBlock) + " begins no file. It is damaged, or no tar");
    if (++m_entries > kMostEntries)
        return fail(ErrorCode::Unsupported, "The archive " + m_path.string() + " holds too many files");
    Header header{std::string(field(block, 0, 100)), *size, block[156]};
    if (const auto prefix = field(block, 345, 155); field(block, 257, 6) == "ustar" && !prefix.empty())
        header.name = std::string(prefix) + "/" + header.name;
    return header;
}

Result<std::string> TarReader::readText(std::uint64_t size) {
    if (size > kLongestText)
        return malformed("a name has " + std::to_string(size) + " bytes");
    m_remaining = size;
    std::string text(static_cast<std::size_t>(size), '\0');
    if (auto status = read(std::as_writable_bytes(std::span(text))); !status)
        return fail(std::move(status).error());
    return text;
}

Status TarReader::readPax(std::uint64_t size, Extension& extension) {
    const auto text = readText(size);
    if (!text)
        return fail(text.error());
    std::string_view rest = *text;
    while (!rest.empty()) { // "27 path=a/long/name\n": the length is of the whole record
        std::size_t length = 0;
        const auto [space, error] = std::from_chars(rest.data(), rest.data() + rest.size(), length);
        const auto digits = static_cast<std::size_t>(space - rest.data());
        if (error != std::errc() || length > rest.size() || length < digits + 2 || *space != ' ' ||
            rest[length - 1] != '\n')
            return malformed("a header of the pax kind is none");
        const std::string_view record = rest.substr(digits + 1, length - digits - 2);
        rest.remove_prefix(length);
        const std::size_t equals = std::min(record.find('='), record.size());
        const std::string_view key = record.substr(0, equals);
        const std::string_view value = record.substr(std::min(equals + 1, record.size()));
        if (key == "path")
            extension.name = value;
        extension.isSparse = extension.isSparse || key.starts_with("GNU.sparse.");
        if (key == "size") {
            std::uint64_t bytes = 0;
            const auto [end, wrong] = std::from_chars(value.data(), value.data() + value.size(), bytes);
            if (wrong != std::errc() || end != value.data() + value.size() ||
                bytes > static_cast<std::uint64_t>(INT64_MAX) / 2)
                return malformed("a header of the pax kind has a size that is none");
            extension.size = bytes;
        }
    }
    return {};
}

Status TarReader::finishEntry() {
    const std::uint64_t rest = m_remaining + m_padding;
    m_remaining = 0;
    m_padding = 0;
    return rest == 0 ? Status() : skipRaw(rest);
}

Result<std::optional<std::string>> TarReader::next() {
    Extension extension;
    while (true) {
        if (auto status = finishEntry(); !status)
            return fail(std::move(status).error());
        auto header = readHeader();
        if (!header)
            return fail(std::move(header).error());
        if (!*header)
            return std::nullopt;
        const char type = (*header)->type;
        const bool isFile = type == '0' || type == '\0' || type == '7';
        const std::uint64_t size = isFile ? extension.size.value_or((*header)->size) : (*header)->size;
        m_padding = (kBlock - size % kBlock) % kBlock;
        if (type == 'L') {
            auto name = readText(size);
            if (!name)
                return fail(std::move(name).error());
            extension.name = name->substr(0, name->find('\0'));
            continue;
        }
        if (type == 'x') {
            if (auto status = readPax(size, extension); !status)
                return fail(std::move(status).error());
            continue;
        }
        m_remaining = size;
        const bool isAboutOthers = type == 'g' || type == 'K';
        if (isAboutOthers)
            continue;
        const std::string name = extension.name.empty() ? (*header)->name : extension.name;
        if (leadsOut(name))
            return malformed("its entry \"" + name +
                             "\" leads out of the folder it would be unpacked to. Such an "
                             "archive is not to be trusted");
        if (type == 'S' || (isFile && extension.isSparse))
            return fail(ErrorCode::Unsupported,
                        "The archive " + m_path.string() + " has a sparse file; make it anew without --sparse");
        if (isFile)
            return name;
        extension = {};
    }
}

Status TarReader::read(std::span<std::byte> bytes) {
    if (bytes.size() > m_remaining)
        return malformed("a file in it is shorter than it should be");
    const auto got = readRaw(bytes);
    if (!got)
        return fail(got.error());
    m_remaining -= *got;
    return *got == bytes.size() ? Status() : malformed("it is cut short");
}

Status TarReader::skip(std::uint64_t count) {
    if (count > m_remaining)
        return malformed("a file in it is shorter than it should be");
    m_remaining -= count;
    return skipRaw(count);
}

bool looksLikeArchive(const std::filesystem::path& path) {
    auto file = FileStream::open(path);
    Block block{};
    if (!file)
        return false;
    const auto whole = std::as_writable_bytes(std::span(block));
    const auto begin = whole.first(static_cast<std::size_t>(std::min<std::uint64_t>(kBlock, (*file)->remaining())));
    if (!(*file)->read(begin))
        return false;
    return (block[0] == '\x1f' && block[1] == '\x8b') || hasChecksum(block);
}

} // namespace segue::magenta
