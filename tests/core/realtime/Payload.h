#pragma once

#include <array>
#include <cstdint>

namespace segue::test {

/// A value of several cache lines whose words all follow from the first: a torn copy shows.
struct Payload {
    std::array<std::uint64_t, 24> words{};

    Payload() : Payload(0) {}
    explicit Payload(std::uint64_t number) {
        words[0] = number;
        for (std::size_t i = 1; i < words.size(); ++i)
            words[i] = words[i - 1] * 6364136223846793005ULL + 1442695040888963407ULL;
    }

    [[nodiscard]] std::uint64_t number() const { return words[0]; }
    [[nodiscard]] bool isWhole() const { return words == Payload(words[0]).words; }
};

} // namespace segue::test
