#pragma once

#include "core/base/FileBytes.h"
#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace segue::files {

/// One named array. Read as float32 whatever the file stores (F32, F16 and BF16 are known).
struct Tensor {
    std::vector<std::int64_t> shape;
    std::vector<float> values; ///< row-major; as many as the product of shape

    friend bool operator==(const Tensor&, const Tensor&) = default;
};

/// A file of named tensors with text metadata, as Python's safetensors library reads and writes it.
/// Source: the format's description, github.com/huggingface/safetensors (8-byte header length, JSON, data).
struct Safetensors {
    std::map<std::string, std::string> metadata;
    std::map<std::string, Tensor> tensors;

    friend bool operator==(const Safetensors&, const Safetensors&) = default;
};

enum class StoredType { Float32, Float16 };

/// What the header of a file says: where its tensors lie.
struct SafetensorsLayout {
    enum class Element { F32, F16, BF16 };
    struct Place {
        Element element = Element::F32;
        std::vector<std::int64_t> shape;
        std::uint64_t count = 0; ///< of values
        std::uint64_t offset = 0; ///< of its bytes in the file
    };
    std::map<std::string, std::string> metadata;
    std::map<std::string, Place> tensors;
};

/// A file whose tensors are read one at a time, where they are wanted. Thread: one at a time.
class SafetensorsReader {
public:
    /// Checks all but the values. Errors: readSafetensorsFile's.
    [[nodiscard]] static Result<SafetensorsReader> open(const std::filesystem::path& path);

    [[nodiscard]] const SafetensorsLayout& layout() const { return m_layout; }
    /// Requires: layout() has it. Errors: FileBytes::read's.
    [[nodiscard]] Result<Tensor> read(const std::string& name) const;

private:
    SafetensorsReader(FileBytes bytes, SafetensorsLayout layout)
        : m_bytes(std::move(bytes)), m_layout(std::move(layout)) {}

    FileBytes m_bytes;
    SafetensorsLayout m_layout;
};

/// Total: offsets, overlaps, gaps, sizes, names and nesting are checked before anything is allocated.
/// Errors: Malformed, Unsupported (a data type we do not know).
[[nodiscard]] Result<Safetensors> readSafetensors(std::span<const std::byte> bytes);
/// The same; what is in memory at a time is the tensors, not the file besides.
/// Errors: also FileBytes'.
[[nodiscard]] Result<Safetensors> readSafetensorsFile(const std::filesystem::path& path);
/// What such a file says of itself, without its tensors. Errors: as above.
[[nodiscard]] Result<std::map<std::string, std::string>> readSafetensorsMetadata(const std::filesystem::path& path);

/// Tensors by name, metadata that are not UTF-8 with replacement characters. Float16 rounds to nearest, ties to even.
/// Requires: every tensor has as many values as its shape says, and none is called "__metadata__".
[[nodiscard]] std::vector<std::byte> writeSafetensors(const Safetensors& file, StoredType type = StoredType::Float32);

} // namespace segue::files
