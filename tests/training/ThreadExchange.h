#pragma once

#include "training/Exchange.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace segue::test {

/// Where the threads of a test exchange what processes do elsewhere: sums in the order of the ranks. Who leaves is gone
/// for all others.
class ThreadMeeting {
public:
    explicit ThreadMeeting(int size) : m_size(size) {}

    /// Calls act(exchange) for each rank, in a thread of its own, and waits for all.
    void run(const std::function<void(training::Exchange&)>& act) {
        std::vector<std::jthread> threads;
        for (int rank = 0; rank < m_size; ++rank)
            threads.emplace_back([this, &act, rank] {
                {
                    Place place(*this, rank);
                    act(place);
                }
                const std::scoped_lock lock(m_mutex);
                m_someoneLeft = true;
                m_changed.notify_all();
            });
    }

private:
    class Place final : public training::Exchange {
    public:
        Place(ThreadMeeting& meeting, int rank) : m_meeting(meeting), m_rank(rank) {}
        [[nodiscard]] int rank() const override { return m_rank; }
        [[nodiscard]] int size() const override { return m_meeting.m_size; }
        Status sum(std::span<float> values) override { return m_meeting.meet(m_rank, values, true); }
        Status sum(std::span<double> values) override { return m_meeting.meet(m_rank, values, true); }
        Status broadcast(std::span<float> values) override { return m_meeting.meet(m_rank, values, false); }

    private:
        ThreadMeeting& m_meeting;
        int m_rank;
    };

    /// Whoever comes last makes the sum, and all take it with them.
    template <class T>
    Status meet(int rank, std::span<T> values, bool adds) {
        std::unique_lock lock(m_mutex);
        if (m_someoneLeft)
            return fail(ErrorCode::DeviceUnavailable, "Somebody is gone");
        if (m_brought.empty())
            m_brought.resize(static_cast<std::size_t>(m_size));
        m_brought[static_cast<std::size_t>(rank)].assign(values.begin(), values.end());
        const auto round = m_round;
        if (++m_here == m_size) {
            m_sum = m_brought[0];
            for (std::size_t other = 1; adds && other < m_brought.size(); ++other)
                for (std::size_t i = 0; i < m_sum.size(); ++i)
                    m_sum[i] += m_brought[other][i];
            m_here = 0;
            ++m_round;
            m_changed.notify_all();
        }
        m_changed.wait(lock, [&] { return m_round != round || m_someoneLeft; });
        if (m_round == round)
            return fail(ErrorCode::DeviceUnavailable, "Somebody is gone");
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = static_cast<T>(m_sum[i]);
        return {};
    }

    int m_size;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::vector<double>> m_brought;
    std::vector<double> m_sum;
    int m_here = 0;
    int m_round = 0;
    bool m_someoneLeft = false;
};

} // namespace segue::test
