#pragma once

#include "core/base/Result.h"

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <new>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace segue {

/// Things made on several threads and taken in their order on one: whoever takes cannot tell how many there were.
/// A maker waits rather than be further ahead than kAhead things a thread, so memory does not grow with the row.
template <class Made>
class InOrder {
public:
    /// Calls make(index) -> Made for each index below `count`, on `jobs` threads of its own (on the caller's if that is
    /// one), and take(index, Made) -> Status in order on the caller's thread. The first Error ends all work and is
    /// passed on. An exception of `make` becomes an Error.
    template <class Make, class Take>
    [[nodiscard]] static Status run(std::size_t count, int jobs, const Make& make, const Take& take) {
        if (jobs <= 1 || count <= 1) {
            for (std::size_t i = 0; i < count; ++i)
                if (auto status = takeMade(i, attempt(make, i), take); !status)
                    return status;
            return {};
        }
        InOrder row(count, std::min(static_cast<std::size_t>(jobs), count));
        std::vector<std::jthread> makers; // joined before `row` goes
        const Ending ending{row};
        for (std::size_t i = 0; i < row.m_slots.size() / kAhead; ++i)
            makers.emplace_back([&row, &make] { row.work(make); });
        for (std::size_t i = 0; i < count; ++i)
            if (auto status = takeMade(i, row.await(i), take); !status)
                return status;
        return {};
    }

private:
    static constexpr std::size_t kAhead = 16;

    InOrder(std::size_t count, std::size_t jobs) : m_count(count), m_slots(jobs * kAhead) {}

    /// Sends the makers home, however the taking ends.
    struct Ending {
        InOrder& row;
        ~Ending() {
            const std::lock_guard lock(row.m_mutex);
            row.m_ended = true;
            row.m_room.notify_all();
        }
    };

    template <class Make>
    static Result<Made> attempt(const Make& make, std::size_t index) noexcept {
        try {
            return make(index);
        } catch (const std::bad_alloc&) {
            return fail(ErrorCode::OutOfMemory, "There is not enough memory for this");
        } catch (const std::exception& exception) {
            return fail(ErrorCode::Internal, exception.what());
        }
    }

    template <class Take>
    static Status takeMade(std::size_t index, Result<Made> made, const Take& take) {
        if (!made)
            return fail(std::move(made).error());
        return take(index, std::move(*made));
    }

    template <class Make>
    void work(const Make& make) noexcept {
        std::unique_lock lock(m_mutex);
        while (true) {
            m_room.wait(lock, [this] { return m_ended || m_next == m_count || m_next < m_taken + m_slots.size(); });
            if (m_ended || m_next == m_count)
                return;
            const std::size_t index = m_next++;
            lock.unlock();
            auto made = attempt(make, index);
            lock.lock();
            m_slots[index % m_slots.size()] = std::move(made);
            m_made.notify_one();
        }
    }

    Result<Made> await(std::size_t index) {
        std::unique_lock lock(m_mutex);
        auto& slot = m_slots[index % m_slots.size()];
        m_made.wait(lock, [&slot] { return slot.has_value(); });
        Result<Made> made = std::move(*slot);
        slot.reset();
        m_taken = index + 1;
        m_room.notify_one();
        return made;
    }

    const std::size_t m_count;
    std::mutex m_mutex; // guards all that follows
    std::condition_variable m_made;
    std::condition_variable m_room;
    std::vector<std::optional<Result<Made>>> m_slots; ///< of index modulo their number
    std::size_t m_next = 0; ///< the first that no maker has taken on
    std::size_t m_taken = 0;
    bool m_ended = false;
};

} // namespace segue
