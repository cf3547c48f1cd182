#pragma once

#include "core/playback/TransportStatus.h"

#include <cerrno>
#include <ctime>
#include <semaphore.h>

namespace segue::playback {

/// A thread's alarm clock that other threads can ring. A POSIX semaphore rather than a condition variable: ringing
/// takes no lock that a thread without real-time priority could hold while the scheduler waits for it. (Nor C++20's
/// counting_semaphore: the one of g++ 12 can sleep through a release, libstdc++ bug 104928.)
class WakeUp {
public:
    WakeUp() { ::sem_init(&m_semaphore, 0, 0); }
    ~WakeUp() { ::sem_destroy(&m_semaphore); }
    WakeUp(const WakeUp&) = delete;
    WakeUp& operator=(const WakeUp&) = delete;

    /// Ends the wait under way, or the next one. Thread: any. Real-time safe: yes.
    void ring() noexcept { ::sem_post(&m_semaphore); }

    void wait() noexcept {
        while (::sem_wait(&m_semaphore) != 0 && errno == EINTR) {
        }
    }

    /// Until `time`, or until it is rung.
    void waitUntil(TimePoint time) noexcept {
        // libstdc++'s steady_clock is CLOCK_MONOTONIC.
        const auto sinceBoot = time.time_since_epoch();
        const auto seconds = std::chrono::floor<std::chrono::seconds>(sinceBoot);
        const std::timespec until{static_cast<std::time_t>(seconds.count()),
                                  static_cast<long>(std::chrono::nanoseconds(sinceBoot - seconds).count())};
        while (::sem_clockwait(&m_semaphore, CLOCK_MONOTONIC, &until) != 0 && errno == EINTR) {
        }
    }

private:
    ::sem_t m_semaphore;
};

} // namespace segue::playback
