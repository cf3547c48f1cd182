#include "core/magenta/BundleIndex.h"

#include "core/magenta/Checkpoint.h"
#include "core/magenta/SortedTable.h"

#include "core/magenta/tensor_bundle.pb.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace segue::magenta {
namespace {

constexpr int kMostShards = 99'999; // five digits in a file's name
constexpr int kMostDimensions = 8;

/// TensorFlow's numbers of the types that weights have. Source: tensorflow/core/framework/types.proto.
std::optional<ElementType> elementType(int dtype) {
    switch (dtype) {
    case 1: return ElementType::Float32;
    case 2: return ElementType::Float64;
    case 14: return ElementType::BFloat16;
    case 19: return ElementType::Float16;
    default: return std::nullopt;
    }
}

template <class Message>
bool parse(Message& message, std::span<const std::byte> bytes) {
    return message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

Status readHeader(std::span<const std::byte> value, BundleIndex& index) {
    proto::BundleHeader header;
    if (!parse(header, value) || header.num_shards() < 1 || header.num_shards() > kMostShards)
        return fail(ErrorCode::Malformed, "The index of the checkpoint has a broken header");
    if (header.endianness() != 0)
        return fail(ErrorCode::Unsupported, "The checkpoint was written by a big-endian computer");
    index.shards = header.num_shards();
    return {};
}

Status readEntry(std::string_view key, std::span<const std::byte> value, BundleIndex& index) {
    BundleEntry entry;
    entry.name = key;
    const auto malformed = [&entry](const std::string& what) {
        return fail(ErrorCode::Malformed,
                    "The index of the checkpoint is broken: the variable " + entry.name + " has " + what);
    };
    proto::BundleEntry message;
    if (!parse(message, value))
        return malformed("an entry that cannot be read");
    const auto type = elementType(message.dtype());
    if (isOnlyForTraining(entry.name) || !type || message.shape().dim_size() == 0) {
        index.ignored.push_back(std::move(entry.name));
        return {};
    }
    if (message.slices_size() > 0)
        return fail(ErrorCode::Unsupported,
                    "The variable " + entry.name + " is stored in slices, which Magenta's are not");
    if (message.shape().unknown_rank() || message.shape().dim_size() > kMostDimensions)
        return malformed("no shape");
    for (const proto::Dimension& dimension : message.shape().dim())
        entry.shape.push_back(dimension.size());
    const auto count = elementCount(entry.shape);
    entry.type = *type;
    entry.shard = message.shard_id();
    entry.offset = static_cast<std::uint64_t>(message.offset());
    entry.size = static_cast<std::uint64_t>(message.size());
    entry.checksum = message.crc32c();
    if (!count || message.offset() < 0 || message.size() < 0 || entry.size != *count * sizeOf(*type))
        return malformed("a shape that does not fit its size");
    if (entry.shard < 0 || entry.shard >= index.shards)
        return malformed("a place in a data file that there is not");
    index.entries.push_back(std::move(entry));
    return {};
}

} // namespace

Result<BundleIndex> readBundleIndex(std::span<const std::byte> bytes) {
    BundleIndex index;
    bool hasHeader = false;
    auto status = visitTable(bytes, [&](std::string_view key, std::span<const std::byte> value) -> Status {
        if (!key.empty() && hasHeader)
            return readEntry(key, value, index);
        if (!key.empty())
            return fail(ErrorCode::Malformed, "The index of the checkpoint lacks its header");
        hasHeader = true;
        return readHeader(value, index);
    });
    if (!status)
        return fail(std::move(status).error());
    if (!hasHeader)
        return fail(ErrorCode::Malformed, "The index of the checkpoint is empty");

    std::ranges::sort(index.entries, {},
                      [](const BundleEntry& entry) { return std::tuple(entry.shard, entry.offset, entry.size); });
    for (std::size_t i = 1; i < index.entries.size(); ++i) {
        const BundleEntry& before = index.entries[i - 1];
        const BundleEntry& entry = index.entries[i];
        if (entry.shard == before.shard && entry.offset - before.offset < before.size)
            return fail(ErrorCode::Malformed, "The index of the checkpoint is broken: the variables " + before.name +
                                                  " and " + entry.name + " overlap");
    }
    return index;
}

} // namespace segue::magenta
