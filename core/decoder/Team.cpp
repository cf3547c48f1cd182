#include "core/decoder/Team.h"

#include <algorithm>
#include <cassert>

#if defined(__linux__)
#include <pthread.h>
#include <sched.h>
#endif

namespace segue::decoder {
namespace {

/// Waits for what another thread is about to do; after a while, others may have the processor.
class Wait {
public:
    void pause() {
        ++m_pauses;
        if (isLong())
            std::this_thread::yield();
#if defined(__x86_64__)
        else
            __builtin_ia32_pause();
#endif
    }

    [[nodiscard]] bool isLong() const {
        constexpr int kPauses = 2000; // some 50 microseconds
        return m_pauses > kPauses;
    }

private:
    int m_pauses = 0;
};

/// Lets `thread` run on any processor but the one that calls. In a virtual machine an idle processor counts as taken
/// away, and one that wakes is put behind the one who woke it, for as long as four milliseconds.
void keepAway(std::jthread& thread) {
#if defined(__linux__)
    cpu_set_t processors;
    if (::sched_getaffinity(0, sizeof processors, &processors) != 0 || CPU_COUNT(&processors) < 2)
        return;
    CPU_CLR(static_cast<std::size_t>(::sched_getcpu()), &processors);
    ::pthread_setaffinity_np(thread.native_handle(), sizeof processors, &processors);
#else
    static_cast<void>(thread);
#endif
}

constexpr std::uint64_t leftOf(std::uint32_t job, std::size_t blocks) {
    return std::uint64_t{job} << 32 | blocks;
}

constexpr std::uint32_t jobOf(std::uint64_t left) {
    return static_cast<std::uint32_t>(left >> 32);
}

constexpr std::size_t blocksOf(std::uint64_t left) {
    return static_cast<std::uint32_t>(left);
}

} // namespace

Team::Team(int threads) : m_ranges(static_cast<std::size_t>(threads)) {
    assert(threads >= 1);
    for (std::size_t thread = 1; thread < m_ranges.size(); ++thread)
        m_helpers.emplace_back([this, thread](const std::stop_token& stop) { help(stop, thread); });
}

Team::~Team() = default;

void Team::setAwake(bool awake) {
    if (m_helpers.empty())
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_isAwake = awake;
    }
    if (!awake)
        return;
    std::ranges::for_each(m_helpers, keepAway);
    m_wake.notify_all();
}

void Team::share(std::size_t count, Work work) {
    if (count == 0)
        return;
    if (m_helpers.empty() || count == 1) {
        work(0, count);
        return;
    }
    m_work = work;
    m_count = count;
    m_undone = count;
    ++m_job;
    for (std::size_t range = m_ranges.size(); range-- > 0;)
        m_ranges[range].left = leftOf(m_job, endOf(range) - (range == 0 ? 0 : endOf(range - 1)));
    m_undone -= workAs(0, m_job);
    for (Wait wait; m_undone > 0;)
        wait.pause();
}

void Team::help(const std::stop_token& stop, std::size_t thread) {
    std::uint32_t seen = 0;
    while (true) {
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return m_isAwake.load(); }))
                return;
        }
        // A moment longer than its shift: the next one often begins at once, and to wake takes as long.
        for (Wait wait; (m_isAwake || !wait.isLong()) && !stop.stop_requested();) {
            const std::uint32_t job = jobOf(m_ranges[thread].left);
            if (job == seen) {
                wait.pause();
                continue;
            }
            seen = job;
            if (const std::size_t done = workAs(thread, job); done > 0)
                m_undone -= done;
            wait = {};
        }
    }
}

std::size_t Team::workAs(std::size_t thread, std::uint32_t job) {
    std::size_t done = workOn(thread, job, true);
    for (std::size_t other = 1; other < m_ranges.size(); ++other)
        done += workOn((thread + other) % m_ranges.size(), job, false);
    return done;
}

std::size_t Team::workOn(std::size_t range, std::uint32_t job, bool isOwn) {
    std::size_t done = 0;
    std::uint64_t left = m_ranges[range].left;
    while (jobOf(left) == job && blocksOf(left) > 0) {
        // One's own by halves, as few and large parts as leave something for who is done sooner.
        const std::size_t taken = isOwn ? (blocksOf(left) + 1) / 2 : 1;
        if (!m_ranges[range].left.compare_exchange_weak(left, left - taken))
            continue;
        const std::size_t first = endOf(range) - blocksOf(left);
        m_work(first, first + taken);
        done += taken;
        left = m_ranges[range].left;
    }
    return done;
}

} // namespace segue::decoder
