#pragma once

#include "core/base/Result.h"
#include "core/magenta/ByteStream.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

namespace segue::magenta {

/// Which variables are wanted: a model without its encoder plays, and its encoder may be missing.
enum class Part { Everything, DecoderOnly };

/// What is wanted of a checkpoint, how far its reading is, and whether to stop. Counts the bytes of the variables that
/// are kept, not of those that are skipped.
class Reading {
public:
    using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

    explicit Reading(Part part = Part::Everything, Progress progress = {}, std::stop_token stop = {})
        : m_part(part), m_progress(std::move(progress)), m_stop(std::move(stop)) {}

    [[nodiscard]] bool wants(std::string_view variable) const {
        return m_part == Part::Everything || !variable.starts_with("encoder/");
    }
    /// So many bytes more are to come.
    void expect(std::uint64_t bytes) { m_total += bytes; }
    /// So many more have come. Errors: Cancelled.
    [[nodiscard]] Status advance(std::uint64_t bytes);

private:
    Part m_part;
    Progress m_progress;
    std::stop_token m_stop;
    std::uint64_t m_done = 0;
    std::uint64_t m_total = 0;
};

/// How a number is stored. All are read as float32.
enum class ElementType { Float16, BFloat16, Float32, Float64, UInt8, UInt16 };
[[nodiscard]] std::uint64_t sizeOf(ElementType type);

/// The product of the sizes; nothing if one is negative or the product is more than 2^32.
[[nodiscard]] std::optional<std::uint64_t> elementCount(const std::vector<std::int64_t>& shape);

/// The next bytes of the stream; memory grows with what the stream really has. Errors: the stream's; Cancelled.
[[nodiscard]] Result<std::vector<std::byte>> readBytes(ByteStream& stream, std::uint64_t count, Reading& reading);
/// Skips bytes that are not wanted. Errors: as readBytes().
[[nodiscard]] Status skipBytes(ByteStream& stream, std::uint64_t count, Reading& reading);

/// A number that float32 cannot hold becomes infinite, which no weight may be.
[[nodiscard]] float narrowed(double value);

/// Little-endian numbers. Requires: whole ones.
[[nodiscard]] std::vector<float> valuesOf(ElementType type, std::span<const std::byte> bytes);

} // namespace segue::magenta
