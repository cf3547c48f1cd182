#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace segue {

/// A small seeded generator whose numbers are the same on every machine and standard library, and whose whole state
/// is a line of text: a resumed run draws what the uninterrupted one would have drawn.
/// Source: xoshiro256++ (Blackman and Vigna 2021, ACM TOMS 47(4)), seeded by splitmix64.
class Random {
public:
    explicit Random(std::uint64_t seed);

    [[nodiscard]] std::uint64_t next();
    /// Uniform in [0, 1).
    [[nodiscard]] double uniform();
    /// Uniform in [low, high).
    [[nodiscard]] double uniform(double low, double high) { return low + (high - low) * uniform(); }
    /// Uniform in [0, count). Requires: count > 0.
    [[nodiscard]] std::uint64_t below(std::uint64_t count);
    [[nodiscard]] bool chance(double probability) { return uniform() < probability; }
    /// From N(0, 1).
    [[nodiscard]] double normal();

    /// A generator whose numbers do not depend on how many this one has drawn since: for item `index` of a whole.
    [[nodiscard]] static Random stream(std::uint64_t seed, std::uint64_t index);

    [[nodiscard]] std::string state() const;
    /// False, and nothing changed, if `text` is not what state() writes.
    [[nodiscard]] bool setState(std::string_view text);

    friend bool operator==(const Random&, const Random&) = default;

private:
    std::array<std::uint64_t, 4> m_words{};
};

} // namespace segue
