#include "core/magenta/SortedTable.h"

#include "core/base/Crc32c.h"
#include "core/files/ByteReader.h"

#include <string>

namespace segue::magenta {
namespace {

using files::ByteReader;

constexpr std::uint64_t kMagic = 0xdb4775248b80fb57;
constexpr std::size_t kFooterSize = 48; // two handles, padded to 40 bytes, and the magic
constexpr std::size_t kTrailerSize = 5; // of a block: its compression, and a checksum of both
constexpr std::size_t kLongestKey = 1024;
constexpr int kMostEntries = 100'000;

tl::unexpected<Error> malformed(const std::string& reason) {
    return fail(ErrorCode::Malformed, "The index of the checkpoint is broken: " + reason);
}

/// Where a block lies.
struct Handle {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
};

std::uint64_t readVarint(ByteReader& reader) {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        const std::uint8_t byte = reader.byte();
        value |= std::uint64_t{byte & 0x7FU} << shift;
        if ((byte & 0x80U) == 0)
            return value;
    }
    reader.setFailed();
    return 0;
}

Handle readHandle(ByteReader& reader) {
    const std::uint64_t offset = readVarint(reader);
    return {offset, readVarint(reader)};
}

/// What a block holds, its checksum checked.
Result<std::span<const std::byte>> blockAt(std::span<const std::byte> bytes, Handle handle) {
    const std::string place = "the block at byte " + std::to_string(handle.offset);
    if (handle.offset > bytes.size() || bytes.size() - handle.offset < kTrailerSize ||
        handle.size > bytes.size() - handle.offset - kTrailerSize)
        return malformed(place + " lies outside of it");
    const auto checked = bytes.subspan(handle.offset, handle.size + 1);
    ByteReader trailer(bytes.subspan(handle.offset + handle.size, kTrailerSize));
    const std::uint8_t compression = trailer.byte();
    if (trailer.littleEndian32() != maskedCrc32c(checked))
        return malformed("the checksum of " + place + " is wrong");
    if (compression != 0)
        return fail(ErrorCode::Unsupported, "The index of the checkpoint is compressed, which Magenta's are not");
    return checked.first(handle.size);
}

/// The entries of one block. A key is stored as what it adds to the beginning of the one before.
Status visitBlock(std::span<const std::byte> block, std::string& key, const TableVisitor& visitor) {
    if (block.size() < 4)
        return malformed("a block is too short");
    const std::uint64_t restarts = ByteReader(block.last(4)).littleEndian32();
    if (restarts * 4 + 4 > block.size())
        return malformed("a block has more restarts than bytes");
    ByteReader reader(block.first(block.size() - static_cast<std::size_t>(restarts) * 4 - 4));
    key.clear();
    while (!reader.atEnd()) {
        const std::uint64_t shared = readVarint(reader);
        const std::uint64_t added = readVarint(reader);
        const std::uint64_t valueSize = readVarint(reader);
        if (reader.hasFailed() || shared > key.size() || added > kLongestKey - shared || added > reader.remaining() ||
            valueSize > reader.remaining() - added)
            return malformed("an entry does not fit its block");
        key.resize(static_cast<std::size_t>(shared));
        key += reader.text(static_cast<std::size_t>(added));
        if (auto status = visitor(key, reader.take(static_cast<std::size_t>(valueSize))); !status)
            return status;
    }
    return {};
}

} // namespace

Status visitTable(std::span<const std::byte> bytes, const TableVisitor& visitor) {
    if (bytes.size() < kFooterSize || ByteReader(bytes.last(8)).littleEndian64() != kMagic)
        return malformed("it does not end as an index does. It is cut short, or something else");
    ByteReader footer(bytes.last(kFooterSize).first(kFooterSize - 8));
    const Handle metaHandle = readHandle(footer); // of a block that says nothing
    const Handle indexHandle = readHandle(footer);
    if (footer.hasFailed())
        return malformed("its footer is none");
    if (const auto meta = blockAt(bytes, metaHandle); !meta)
        return fail(meta.error());
    const auto blocks = blockAt(bytes, indexHandle);
    if (!blocks)
        return fail(blocks.error());

    int entries = 0;
    std::string previous;
    const TableVisitor checked = [&](std::string_view key, std::span<const std::byte> value) -> Status {
        if (entries > 0 && key <= previous)
            return malformed("its keys do not rise");
        if (++entries > kMostEntries)
            return fail(ErrorCode::Unsupported, "The index of the checkpoint has more entries than any of Magenta's");
        previous = key;
        return visitor(key, value);
    };
    std::uint64_t end = 0;
    std::string separator;
    std::string key;
    return visitBlock(*blocks, separator, [&](std::string_view, std::span<const std::byte> value) -> Status {
        ByteReader reader(value);
        const Handle handle = readHandle(reader);
        if (reader.hasFailed() || handle.offset < end)
            return malformed("its blocks are not in order");
        const auto block = blockAt(bytes, handle);
        if (!block)
            return fail(block.error());
        end = handle.offset + handle.size;
        return visitBlock(*block, key, checked);
    });
}

} // namespace segue::magenta
