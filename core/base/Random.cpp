#include "core/base/Random.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <numbers>

namespace segue {
namespace {

std::uint64_t splitmix(std::uint64_t& state) {
    std::uint64_t z = (state += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

} // namespace

Random::Random(std::uint64_t seed) {
    for (auto& word : m_words)
        word = splitmix(seed);
}

Random Random::stream(std::uint64_t seed, std::uint64_t index) {
    std::uint64_t mixed = seed;
    mixed = splitmix(mixed) ^ (index * 0xd1342543de82ef95ULL);
    return Random(splitmix(mixed));
}

std::uint64_t Random::next() {
    auto& s = m_words;
    const std::uint64_t result = std::rotl(s[0] + s[3], 23) + s[0];
    const std::uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = std::rotl(s[3], 45);
    return result;
}

double Random::uniform() {
    return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

std::uint64_t Random::below(std::uint64_t count) {
    const std::uint64_t limit = count * (UINT64_MAX / count); // refuse the tail: no value is favoured
    std::uint64_t drawn = next();
    while (drawn >= limit)
        drawn = next();
    return drawn % count;
}

double Random::normal() {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

std::string Random::state() const {
    std::string text;
    for (const auto word : m_words)
        text += (text.empty() ? "" : " ") + std::to_string(word);
    return text;
}

bool Random::setState(std::string_view text) {
    std::array<std::uint64_t, 4> words{};
    const char* at = text.data();
    const char* const end = at + text.size();
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0 && (at == end || *at++ != ' '))
            return false;
        const auto [rest, error] = std::from_chars(at, end, words[i]);
        if (error != std::errc())
            return false;
        at = rest;
    }
    if (at != end || words == std::array<std::uint64_t, 4>{})
        return false;
    m_words = words;
    return true;
}

} // namespace segue
