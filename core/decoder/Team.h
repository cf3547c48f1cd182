#pragma once

#include "core/base/FunctionRef.h"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace segue::decoder {

/// The threads that share the blocks of a product. The one who calls is the first of them; the others, its helpers,
/// wait for blocks without sleeping while a Shift lasts, since a product takes a few microseconds, and sleep otherwise.
/// No one waits for a helper that the system has taken off its processor, but for the blocks that it has begun.
/// Thread: that of one caller at a time.
class Team {
public:
    /// With `threads` - 1 helpers. Requires: 1 at least.
    explicit Team(int threads = 1);
    ~Team();
    Team(const Team&) = delete;
    Team& operator=(const Team&) = delete;

    [[nodiscard]] int threads() const { return static_cast<int>(m_ranges.size()); }

    /// While one lives the helpers are awake. One at a time.
    class [[nodiscard]] Shift {
    public:
        explicit Shift(Team& team) : m_team(team) { m_team.setAwake(true); }
        ~Shift() { m_team.setAwake(false); }
        Shift(const Shift&) = delete;
        Shift& operator=(const Shift&) = delete;

    private:
        Team& m_team;
    };

    using Work = FunctionRef<void(std::size_t first, std::size_t last)>;
    /// work(first, last) for parts that cover [0, count), each once, and returns when all are done. Each thread begins
    /// with the same parts in every call of the same count, which are still in its core's cache. Outside of a Shift the
    /// caller may do all. Requires: count < 2^32; work throws nothing.
    /// Real-time safe: yes.
    void share(std::size_t count, Work work);

private:
    /// What is left to begin of one thread's part of a job: its number in the upper half, blocks in the lower. Both are
    /// one number, so that who comes late cannot take a block of the next job for one of his. A cache line each.
    struct alignas(64) Range {
        std::atomic<std::uint64_t> left{0};
    };

    void setAwake(bool awake);
    void help(const std::stop_token& stop, std::size_t thread);
    /// All of a thread's own blocks that are left, then those of others. Returns how many were done.
    std::size_t workAs(std::size_t thread, std::uint32_t job);
    std::size_t workOn(std::size_t range, std::uint32_t job, bool isOwn);
    [[nodiscard]] std::size_t endOf(std::size_t range) const { return m_count * (range + 1) / m_ranges.size(); }

    std::vector<Range> m_ranges; // one a thread
    std::uint32_t m_job = 0; // its number
    std::size_t m_count = 0; // of its blocks; changes only while none is left
    Work m_work;
    alignas(64) std::atomic<std::size_t> m_undone{0}; // blocks
    alignas(64) std::atomic<bool> m_isAwake{false}; // written under m_mutex
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::vector<std::jthread> m_helpers; // last: they use what stands above
};

} // namespace segue::decoder
