#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <functional>
#include <span>
#include <string_view>

namespace segue::magenta {

/// Called for each entry of a table, by rising keys. What it gets lives only as long as the call.
using TableVisitor = std::function<Status(std::string_view key, std::span<const std::byte> value)>;

/// Goes through a sorted table of LevelDB's kind, in which TensorFlow keeps the index of a checkpoint. All checksums
/// are checked; keys of up to 1,024 bytes and 100,000 entries are read.
/// Source: tensorflow/core/lib/io/{format,table,block}.cc; TensorBundle.md tells it.
/// Errors: Malformed, with the place; Unsupported (a compressed block); what the visitor says.
[[nodiscard]] Status visitTable(std::span<const std::byte> bytes, const TableVisitor& visitor);

} // namespace segue::magenta
