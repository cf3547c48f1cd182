#include "core/files/TfRecord.h"

#include "core/base/Crc32c.h"
#include "core/base/SystemError.h"
#include "core/files/ByteReader.h"

#include <algorithm>
#include <array>
#include <cerrno>

namespace segue::files {
namespace {

constexpr std::size_t kFooterSize = 4;
constexpr std::size_t kChunk = std::size_t{1} << 20; // a length is believed as its bytes arrive
constexpr std::size_t kWriteBuffer = std::size_t{1} << 16;

void appendLittleEndian(std::vector<std::byte>& bytes, std::uint64_t value, int count) {
    for (int i = 0; i < count; ++i)
        bytes.push_back(static_cast<std::byte>(value >> (8 * i)));
}

} // namespace

bool isTfRecordHeader(std::span<const std::byte, kTfRecordHeaderSize> bytes) {
    ByteReader checksum(bytes.last(4));
    return checksum.littleEndian32() == maskedCrc32c(bytes.first(8));
}

Result<TfRecordReader> TfRecordReader::open(const std::filesystem::path& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) // which fopen opens
        return fail(systemError(path, "read", EISDIR));
    FilePointer file(std::fopen(path.c_str(), "rbe"));
    if (!file)
        return fail(systemError(path, "read", errno));
    return TfRecordReader(path, std::move(file));
}

tl::unexpected<Error> TfRecordReader::broken(const char* reason) {
    const bool failed = std::ferror(m_file.get()) != 0;
    const int error = errno;
    m_file.reset();
    if (failed)
        return fail(systemError(m_path, "read", error));
    return fail(ErrorCode::Malformed,
                m_path.string() + " breaks off at the record at byte " + std::to_string(m_offset) + ": " + reason);
}

Result<std::optional<std::vector<std::byte>>> TfRecordReader::next() {
    if (!m_file)
        return std::nullopt;
    std::array<std::byte, kTfRecordHeaderSize> header{};
    const std::size_t got = std::fread(header.data(), 1, header.size(), m_file.get());
    if (got == 0 && std::feof(m_file.get()) != 0)
        return std::nullopt;
    if (got != header.size())
        return broken("the file ends inside it");
    const std::uint64_t size = ByteReader(header).littleEndian64();
    if (!isTfRecordHeader(header))
        return broken("the checksum of its length is wrong");
    if (size > kMaximumRecordSize) {
        m_file.reset();
        return fail(ErrorCode::Unsupported, m_path.string() + " has a record of " + std::to_string(size) +
                                                " bytes; up to " + std::to_string(kMaximumRecordSize) + " can be read");
    }
    const std::size_t whole = static_cast<std::size_t>(size) + kFooterSize;
    std::vector<std::byte> record;
    while (record.size() < whole) {
        const std::size_t have = record.size();
        record.resize(std::min(whole, have + std::max(kChunk, have)));
        if (std::fread(record.data() + have, 1, record.size() - have, m_file.get()) != record.size() - have)
            return broken("the file ends inside it");
    }
    const auto data = std::span(record).first(record.size() - kFooterSize);
    ByteReader footer{std::span(record).last(kFooterSize)};
    if (footer.littleEndian32() != maskedCrc32c(data))
        return broken("the checksum of its data is wrong");
    record.resize(record.size() - kFooterSize);
    m_offset += kTfRecordHeaderSize + whole;
    return record;
}

Status TfRecordReader::seek(std::uint64_t offset) {
    if (offset != m_offset && ::fseeko(m_file.get(), static_cast<off_t>(offset), SEEK_SET) != 0)
        return fail(systemError(m_path, "read", errno));
    m_offset = offset;
    return {};
}

void appendTfRecord(std::vector<std::byte>& bytes, std::span<const std::byte> record) {
    const std::size_t begin = bytes.size();
    appendLittleEndian(bytes, record.size(), 8);
    appendLittleEndian(bytes, maskedCrc32c(std::span(bytes).subspan(begin, 8)), 4);
    bytes.insert(bytes.end(), record.begin(), record.end());
    appendLittleEndian(bytes, maskedCrc32c(record), 4);
}

Result<TfRecordWriter> TfRecordWriter::create(const std::filesystem::path& path) {
    auto file = AtomicFile::create(path);
    if (!file)
        return fail(std::move(file).error());
    return TfRecordWriter(std::move(*file));
}

Status TfRecordWriter::write(std::span<const std::byte> record) {
    appendTfRecord(m_buffer, record);
    if (m_buffer.size() < kWriteBuffer)
        return {};
    Status status = m_file.write(m_buffer);
    m_buffer.clear();
    return status;
}

Status TfRecordWriter::commit() {
    if (auto status = m_file.write(m_buffer); !status)
        return status;
    m_buffer.clear();
    return m_file.commit();
}

} // namespace segue::files
