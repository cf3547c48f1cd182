#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace segue {

/// A hash that is the same on every machine and in every version: for checksums and for choices that must not move.
/// Not against malice. Source: FNV-1a with 64 bits (Fowler, Noll and Vo).
class Fnv64 {
public:
    void add(std::uint8_t byte) { m_hash = (m_hash ^ byte) * 0x100000001b3ULL; }
    void add(std::string_view text) {
        for (const char c : text)
            add(static_cast<std::uint8_t>(c));
    }
    void addLittleEndian(std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i)
            add(static_cast<std::uint8_t>(value >> (8 * i)));
    }
    [[nodiscard]] std::uint64_t value() const { return m_hash; }
    /// With every bit depending on all that was added, which FNV's upper bits do not. Source: the end of splitmix64.
    [[nodiscard]] std::uint64_t mixed() const {
        std::uint64_t bits = m_hash;
        bits = (bits ^ bits >> 30) * 0xbf58476d1ce4e5b9ULL;
        bits = (bits ^ bits >> 27) * 0x94d049bb133111ebULL;
        return bits ^ bits >> 31;
    }
    /// 16 hexadecimal digits.
    [[nodiscard]] std::string text() const {
        std::string digits;
        for (int shift = 60; shift >= 0; shift -= 4)
            digits += "0123456789abcdef"[m_hash >> shift & 0xF];
        return digits;
    }

private:
    std::uint64_t m_hash = 0xcbf29ce484222325ULL;
};

} // namespace segue
