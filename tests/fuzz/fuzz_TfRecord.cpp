#include "core/files/TfRecord.h"

#include "tests/fuzz/FuzzTarget.h"

#include <string>
#include <sys/mman.h>
#include <unistd.h>

using namespace segue;

/// Reading ends: with the file or with an Error, after which there is nothing.
void segue::fuzz::consume(std::span<const std::byte> bytes) {
    static const int file = ::memfd_create("records", 0);
    promise(file >= 0 && ::ftruncate(file, 0) == 0 &&
            ::pwrite(file, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()));
    auto reader = files::TfRecordReader::open("/proc/self/fd/" + std::to_string(file));
    promise(reader.has_value());
    std::size_t total = 0;
    auto record = reader->next();
    for (; record && *record; record = reader->next())
        total += (**record).size() + 16;
    promise(total <= bytes.size());
    const auto after = reader->next();
    promise(after && !*after);
}
