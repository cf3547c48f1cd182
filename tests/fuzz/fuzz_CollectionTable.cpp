#include "core/files/CollectionTable.h"

#include "tests/fuzz/FuzzTarget.h"

using namespace segue;

/// Any text is a table.
void segue::fuzz::consume(std::span<const std::byte> bytes) {
    const files::CollectionTable table({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    const auto& row = table.row("a.mid");
    promise(row.bpm >= 0.0F && row.style.find('/') == std::string::npos);
}
