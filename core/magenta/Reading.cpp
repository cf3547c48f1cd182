#include "core/magenta/Reading.h"

#include "core/base/Float16.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace segue::magenta {
namespace {

static_assert(std::endian::native == std::endian::little, "numbers are copied as they lie in the file");

constexpr std::uint64_t kChunk = std::uint64_t{1} << 20; // a size is believed as its bytes arrive
constexpr std::uint64_t kMostElements = std::uint64_t{1} << 32;

template <class Stored, class Convert>
std::vector<float> convert(std::span<const std::byte> bytes, Convert toFloat) {
    std::vector<float> values(bytes.size() / sizeof(Stored));
    for (std::size_t i = 0; i < values.size(); ++i) {
        Stored stored{};
        std::memcpy(&stored, bytes.data() + i * sizeof(Stored), sizeof(Stored));
        values[i] = toFloat(stored);
    }
    return values;
}

} // namespace

Status Reading::advance(std::uint64_t bytes) {
    m_done += bytes;
    if (m_progress)
        m_progress(std::min(m_done, m_total), m_total);
    if (m_stop.stop_requested())
        return fail(ErrorCode::Cancelled, "The import was stopped");
    return {};
}

std::uint64_t sizeOf(ElementType type) {
    switch (type) {
    case ElementType::UInt8: return 1;
    case ElementType::Float16:
    case ElementType::BFloat16:
    case ElementType::UInt16: return 2;
    case ElementType::Float32: return 4;
    case ElementType::Float64: return 8;
    }
    return 0;
}

std::optional<std::uint64_t> elementCount(const std::vector<std::int64_t>& shape) {
    if (std::ranges::any_of(shape, [](std::int64_t size) { return size < 0; }))
        return std::nullopt;
    if (std::ranges::find(shape, 0) != shape.end())
        return 0;
    std::uint64_t count = 1;
    for (const std::int64_t size : shape) {
        if (static_cast<std::uint64_t>(size) > kMostElements / count)
            return std::nullopt;
        count *= static_cast<std::uint64_t>(size);
    }
    return count;
}

Result<std::vector<std::byte>> readBytes(ByteStream& stream, std::uint64_t count, Reading& reading) {
    std::vector<std::byte> bytes;
    bytes.reserve(static_cast<std::size_t>(std::min(count, std::max(kChunk, stream.remaining()))));
    while (bytes.size() < count) {
        const std::size_t have = bytes.size();
        const auto part = static_cast<std::size_t>(std::min(count - have, kChunk));
        bytes.resize(have + part);
        if (auto status = stream.read(std::span(bytes).subspan(have)); !status)
            return fail(std::move(status).error());
        if (auto status = reading.advance(part); !status)
            return fail(std::move(status).error());
    }
    return bytes;
}

Status skipBytes(ByteStream& stream, std::uint64_t count, Reading& reading) {
    constexpr std::uint64_t kStride = 64 * kChunk;
    while (count > 0) {
        const std::uint64_t part = std::min(count, kStride);
        if (auto status = stream.skip(part); !status)
            return status;
        if (auto status = reading.advance(0); !status)
            return status;
        count -= part;
    }
    return {};
}

float narrowed(double value) {
    constexpr double kLimit = std::numeric_limits<float>::max();
    return std::abs(value) > kLimit ? std::numeric_limits<float>::infinity() : static_cast<float>(value);
}

std::vector<float> valuesOf(ElementType type, std::span<const std::byte> bytes) {
    const auto asNumber = [](auto stored) { return static_cast<float>(stored); };
    switch (type) {
    case ElementType::UInt8: return convert<std::uint8_t>(bytes, asNumber);
    case ElementType::UInt16: return convert<std::uint16_t>(bytes, asNumber);
    case ElementType::Float16: return convert<std::uint16_t>(bytes, floatFromHalf);
    case ElementType::BFloat16:
        return convert<std::uint16_t>(
            bytes, [](std::uint16_t upper) { return std::bit_cast<float>(std::uint32_t{upper} << 16); });
    case ElementType::Float32: return convert<float>(bytes, asNumber);
    case ElementType::Float64: return convert<double>(bytes, narrowed);
    }
    return {};
}

} // namespace segue::magenta
