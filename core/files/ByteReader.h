#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace segue::files {

/// A cursor over bytes from outside that never leaves them. A read past the end gives zeros and marks the reader as
/// failed for good, so that a parser checks once an event, not once a byte. Offsets count from the file's beginning,
/// also in a reader of a part.
class ByteReader {
public:
    explicit ByteReader(std::span<const std::byte> bytes) : m_bytes(bytes), m_end(bytes.size()) {}

    [[nodiscard]] std::size_t offset() const { return m_at; }
    [[nodiscard]] std::size_t remaining() const { return m_end - m_at; }
    [[nodiscard]] bool atEnd() const { return m_at == m_end; }
    [[nodiscard]] bool hasFailed() const { return m_failed; }
    void setFailed() { m_failed = true; }

    /// The next byte, which stays unread; 0 at the end.
    [[nodiscard]] std::uint8_t peek() const {
        return atEnd() ? std::uint8_t{0} : std::to_integer<std::uint8_t>(m_bytes[m_at]);
    }
    std::uint8_t byte() {
        if (atEnd()) {
            m_failed = true;
            return 0;
        }
        return std::to_integer<std::uint8_t>(m_bytes[m_at++]);
    }
    std::uint16_t bigEndian16() { return static_cast<std::uint16_t>(bigEndian(2)); }
    std::uint32_t bigEndian32() { return static_cast<std::uint32_t>(bigEndian(4)); }
    std::uint32_t littleEndian32() { return static_cast<std::uint32_t>(littleEndian(4)); }
    std::uint64_t littleEndian64() { return littleEndian(8); }

    /// The next `count` bytes. Fewer than that left: nothing is read, and the reader has failed.
    std::span<const std::byte> take(std::size_t count) {
        if (count > remaining()) {
            m_failed = true;
            return {};
        }
        const auto taken = m_bytes.subspan(m_at, count);
        m_at += count;
        return taken;
    }
    std::string_view text(std::size_t count) {
        const auto taken = take(count);
        return {reinterpret_cast<const char*>(taken.data()), taken.size()}; // char may alias
    }
    /// A reader of the next `count` bytes alone, which this one skips.
    ByteReader part(std::size_t count) {
        ByteReader inner(*this);
        inner.m_end = m_at + take(count).size();
        return inner;
    }

    /// A reader from another place on, sound again. Requires: offset <= the end of this one.
    [[nodiscard]] ByteReader from(std::size_t offset) const {
        ByteReader there(*this);
        there.m_at = offset;
        there.m_failed = false;
        return there;
    }
    /// A reader up to `end`. Requires: offset() <= end <= the end of this one.
    [[nodiscard]] ByteReader until(std::size_t end) const {
        ByteReader shorter(*this);
        shorter.m_end = end;
        return shorter;
    }
    /// Where the text comes next.
    [[nodiscard]] std::optional<std::size_t> find(std::string_view text) const {
        ByteReader rest(*this);
        const std::size_t at = rest.text(remaining()).find(text);
        return at == std::string_view::npos ? std::nullopt : std::optional(m_at + at);
    }

private:
    std::uint64_t bigEndian(int count) {
        std::uint64_t value = 0;
        for (int i = 0; i < count; ++i)
            value = value << 8 | byte();
        return value;
    }
    std::uint64_t littleEndian(int count) {
        std::uint64_t value = 0;
        for (int i = 0; i < count; ++i)
            value |= std::uint64_t{byte()} << (8 * i);
        return value;
    }

    std::span<const std::byte> m_bytes;
    std::size_t m_at = 0;
    std::size_t m_end;
    bool m_failed = false;
};

} // namespace segue::files
