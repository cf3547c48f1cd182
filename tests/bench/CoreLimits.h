#pragma once

#include "tests/bench/Samples.h"

#include <cstddef>
#include <vector>

namespace segue::bench {

/// The least time in which this machine reads memory again and again: no decoder that needs all of its weights at every
/// step is faster. Read with the widest registers of the processor, in several ways, of which the fastest counts: one
/// or more places at once, with and without asking for memory ahead.
class ReadingLimit {
public:
    /// `bytes` read `passes` times; each of `threads` reads its own part of them.
    ReadingLimit(std::size_t bytes, int passes, int threads = 1);

    /// Times every way of reading once. To be called in turn with what is compared.
    void measure();
    /// Of all passes. Requires: measured.
    [[nodiscard]] double seconds() const;
    [[nodiscard]] double bytesPerSecond() const;

private:
    struct alignas(64) Line {
        float values[16];
    };
    std::vector<Line> m_memory;
    std::size_t m_lines; // of a thread
    int m_passes;
    int m_threads;
    std::vector<Samples> m_ways;
};

/// The least time in which one core of this machine multiplies and adds: independent sums in registers, the widest
/// there are, and no memory at all.
class ArithmeticLimit {
public:
    /// Times it once, for about a millisecond. To be called in turn with what is compared.
    void measure();
    /// A product and its addition count as one. Requires: measured.
    [[nodiscard]] double productsPerSecond() const;

private:
    Samples m_samples;
};

} // namespace segue::bench
