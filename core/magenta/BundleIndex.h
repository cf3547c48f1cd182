#pragma once

#include "core/base/Result.h"
#include "core/magenta/Reading.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace segue::magenta {

/// One variable of a TensorFlow checkpoint and where its values are.
struct BundleEntry {
    std::string name;
    ElementType type = ElementType::Float32;
    std::vector<std::int64_t> shape;
    int shard = 0; ///< which .data file
    std::uint64_t offset = 0; ///< of its first byte there
    std::uint64_t size = 0; ///< bytes, as many as shape and type make
    std::uint32_t checksum = 0; ///< masked CRC-32C of them
};

/// What the .index of a TensorFlow checkpoint says. Source: tensorflow/core/protobuf/tensor_bundle.proto.
struct BundleIndex {
    int shards = 1;
    std::vector<BundleEntry> entries; ///< those that a model can need, by shard and offset, without overlap
    std::vector<std::string> ignored; ///< the other names
};

/// Errors: Malformed, Unsupported (big-endian, a variable in slices).
[[nodiscard]] Result<BundleIndex> readBundleIndex(std::span<const std::byte> bytes);

} // namespace segue::magenta
