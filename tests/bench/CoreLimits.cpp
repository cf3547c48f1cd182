#include "tests/bench/CoreLimits.h"

#include <array>
#include <atomic>
#include <thread>

namespace segue::bench {
namespace {

/// Registers of so many bytes; the functions below are compiled once for each width.
template <std::size_t Bytes>
struct Register {
    typedef float Type __attribute__((vector_size(Bytes)));
};
template <std::size_t Bytes>
using Lanes = typename Register<Bytes>::Type;

/// Keeps what was computed, whatever becomes of it.
template <class Vectors>
[[gnu::always_inline]] inline void keep(const Vectors& vectors) {
    asm volatile("" : : "m"(vectors) : "memory");
}

/// Reads `lines` of 64 bytes at `Streams` places at once, asking for what is `Ahead` lines ahead.
template <std::size_t Bytes, std::size_t Streams, std::size_t Ahead>
[[gnu::always_inline]] inline void readOnce(const std::byte* memory, std::size_t lines) {
    constexpr std::size_t kLine = 64;
    constexpr std::size_t kLinesAtOnce = Streams == 1 ? 4 : 2;
    constexpr std::size_t kRegisters = kLinesAtOnce * kLine / Bytes;
    std::array<Lanes<Bytes>, kRegisters> sums{};
    const std::size_t part = lines / Streams;
    for (std::size_t line = 0; line + kLinesAtOnce <= part; line += kLinesAtOnce)
        for (std::size_t stream = 0; stream < Streams; ++stream) {
            const std::byte* const at = memory + (stream * part + line) * kLine;
            if constexpr (Ahead > 0)
                for (std::size_t next = 0; next < kLinesAtOnce; ++next)
                    __builtin_prefetch(at + (Ahead + next) * kLine);
            for (std::size_t index = 0; index < kRegisters; ++index)
                sums[index] += *reinterpret_cast<const Lanes<Bytes>*>(at + index * Bytes);
        }
    keep(sums);
}

constexpr std::size_t kWays = 4;

template <std::size_t Bytes>
[[gnu::always_inline]] inline void readMany(const std::byte* memory, std::size_t lines, int passes, std::size_t way) {
    for (int pass = 0; pass < passes; ++pass)
        switch (way) {
        case 0: readOnce<Bytes, 1, 0>(memory, lines); break;
        case 1: readOnce<Bytes, 1, 64>(memory, lines); break;
        case 2: readOnce<Bytes, 2, 64>(memory, lines); break;
        default: readOnce<Bytes, 4, 0>(memory, lines); break;
        }
}

constexpr std::size_t kSums = 12; // two units, each with four or five products on the way
constexpr int kRounds = 20'000;

template <std::size_t Bytes>
[[gnu::always_inline]] inline void multiplyMany() {
    std::array<Lanes<Bytes>, kSums> sums{};
    for (std::size_t index = 0; index < kSums; ++index)
        sums[index] += static_cast<float>(index) + 0.25F; // of equals the compiler would keep one
    Lanes<Bytes> factor = {};
    Lanes<Bytes> summand = {};
    factor += 0.5F;
    summand += 1.0F;
    for (int round = 0; round < kRounds; ++round)
        for (auto& sum : sums)
            sum = sum * factor + summand;
    keep(sums);
}

/// The processor's instructions: how to read and multiply with the widest registers.
struct Instructions {
    void (*read)(const std::byte*, std::size_t lines, int passes, std::size_t way);
    void (*multiply)();
    std::size_t lanes;
};

void readSse(const std::byte* memory, std::size_t lines, int passes, std::size_t way) {
    readMany<16>(memory, lines, passes, way);
}
void multiplySse() {
    multiplyMany<16>();
}
[[gnu::target("avx2,fma")]] void readAvx(const std::byte* memory, std::size_t lines, int passes, std::size_t way) {
    readMany<32>(memory, lines, passes, way);
}
[[gnu::target("avx2,fma")]] void multiplyAvx() {
    multiplyMany<32>();
}
[[gnu::target("avx512f")]] void readAvx512(const std::byte* memory, std::size_t lines, int passes, std::size_t way) {
    readMany<64>(memory, lines, passes, way);
}
[[gnu::target("avx512f")]] void multiplyAvx512() {
    multiplyMany<64>();
}

Instructions widest() {
    if (__builtin_cpu_supports("avx512f"))
        return {readAvx512, multiplyAvx512, 16};
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return {readAvx, multiplyAvx, 8};
    return {readSse, multiplySse, 4};
}

/// Runs work(0) here and the others on threads of their own, all at once. Returns the time until all are done.
template <class Work>
double secondsOfAll(int threads, const Work& work) {
    std::atomic<int> notReady = threads;
    std::atomic<int> notDone = threads;
    const auto run = [&](int thread) {
        for (--notReady; notReady > 0;) {
        }
        work(thread);
        --notDone;
    };
    std::vector<std::jthread> others;
    for (int thread = 1; thread < threads; ++thread)
        others.emplace_back(run, thread);
    while (notReady > 1) {
    }
    return secondsOf([&] {
        run(0);
        while (notDone > 0) {
        }
    });
}

} // namespace

ReadingLimit::ReadingLimit(std::size_t bytes, int passes, int threads)
    : m_memory(bytes / sizeof(Line)),
      m_lines(m_memory.size() / static_cast<std::size_t>(threads)),
      m_passes(passes),
      m_threads(threads),
      m_ways(kWays) {}

void ReadingLimit::measure() {
    static const Instructions instructions = widest();
    for (std::size_t way = 0; way < kWays; ++way)
        m_ways[way].add(secondsOfAll(m_threads, [&](int thread) {
            const Line* const first = m_memory.data() + static_cast<std::size_t>(thread) * m_lines;
            instructions.read(reinterpret_cast<const std::byte*>(first), m_lines, m_passes, way);
        }));
}

double ReadingLimit::seconds() const {
    double least = m_ways.front().median();
    for (const Samples& way : m_ways)
        least = std::min(least, way.median());
    return least;
}

double ReadingLimit::bytesPerSecond() const {
    return static_cast<double>(m_memory.size() * sizeof(Line)) * m_passes / seconds();
}

void ArithmeticLimit::measure() {
    static const Instructions instructions = widest();
    m_samples.add(secondsOf(instructions.multiply) / (static_cast<double>(kSums * instructions.lanes) * kRounds));
}

double ArithmeticLimit::productsPerSecond() const {
    return 1.0 / m_samples.median();
}

} // namespace segue::bench
