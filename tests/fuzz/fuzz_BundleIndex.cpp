#include "core/magenta/BundleIndex.h"

#include "tests/fuzz/FuzzTarget.h"
#include "tests/support/MagentaBytes.h"

using namespace segue;

namespace {

void checkIndex(std::string_view table) {
    const auto index = magenta::readBundleIndex(test::asBytes(table));
    if (!index)
        return;
    std::uint64_t end = 0;
    int shard = 0;
    for (const magenta::BundleEntry& entry : index->entries) {
        if (entry.shard != shard)
            end = 0;
        fuzz::promise(entry.shard >= shard && entry.shard < index->shards);
        fuzz::promise(entry.offset >= end && entry.offset + entry.size >= entry.offset);
        fuzz::promise(magenta::elementCount(entry.shape).value() * sizeOf(entry.type) == entry.size);
        shard = entry.shard;
        end = entry.offset + entry.size;
    }
}

} // namespace

/// An index that is read has variables that lie one after another. A fuzzer guesses no checksum, so that what follows
/// the first byte is taken as a whole index, as the one block of a sound table, or as the entry of a variable.
void segue::fuzz::consume(std::span<const std::byte> bytes) {
    if (bytes.empty())
        return;
    const int kind = std::to_integer<int>(bytes.front()) % 3;
    const std::string rest(reinterpret_cast<const char*>(bytes.data()) + 1, bytes.size() - 1);
    if (kind == 0)
        checkIndex(rest);
    else if (kind == 1)
        checkIndex(test::tableOf({{"", rest}}));
    else
        checkIndex(test::table({{"", test::bundleHeader(2)}, {"decoder/kernel", rest}, {"encoder/kernel", rest}}));
}
