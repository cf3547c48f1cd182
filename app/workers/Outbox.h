#pragma once

#include <mutex>
#include <utility>
#include <vector>

namespace segue::workers {

/// Where a job leaves what it has finished so far, for the UI thread to take all at once. The job tells by its progress
/// that there is something. Thread: any.
template <class T>
class Outbox {
public:
    void put(T value) {
        const std::lock_guard lock(m_mutex);
        m_values.push_back(std::move(value));
    }

    /// In the order in which they were put.
    [[nodiscard]] std::vector<T> takeAll() {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_values, {});
    }

private:
    std::mutex m_mutex;
    std::vector<T> m_values; // guarded by m_mutex
};

} // namespace segue::workers
