#include "core/magenta/TarReader.h"

#include "core/magenta/Reading.h"

#include "tests/fuzz/MemoryFolder.h"

using namespace segue;

/// Whatever an archive claims, no name leads out of it and no file is longer than what the archive unpacks to.
void segue::fuzz::consume(std::span<const std::byte> bytes) {
    static MemoryFolder folder;
    constexpr std::uint64_t kAlwaysUnpacked = std::uint64_t{1} << 24;
    folder.write("tar", bytes);
    (void)magenta::looksLikeArchive(folder.path() / "tar");
    auto archive = magenta::TarReader::open(folder.path() / "tar");
    promise(archive.has_value());
    std::uint64_t unpacked = 0;
    for (bool skips = false;; skips = !skips) {
        const auto name = (*archive)->next();
        if (!name || !*name)
            return;
        promise(!(*name)->starts_with('/') && !(*name)->starts_with("../") && **name != "..");
        magenta::Reading unheeded;
        if (skips)
            continue;
        const auto file = magenta::readBytes(**archive, (*archive)->remaining(), unheeded);
        if (!file)
            return;
        unpacked += file->size();
        promise(unpacked <= kAlwaysUnpacked + bytes.size() * 200);
    }
}
