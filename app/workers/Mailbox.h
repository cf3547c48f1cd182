#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

namespace segue::workers {

/// A letter box for one letter: a new one replaces the one that was not taken yet. What a finger that drags faster than
/// the worker decodes needs: the worker always sees the newest place, and nothing queues.
/// Thread: put() any; take() one.
template <class T>
class Mailbox {
public:
    /// True if a letter that nobody had taken was replaced.
    bool put(T letter) {
        bool replaced = false;
        {
            const std::lock_guard lock(m_mutex);
            replaced = m_letter.has_value();
            m_letter = std::move(letter);
        }
        m_arrived.notify_one();
        return replaced;
    }

    /// Waits for a letter. Nothing when `stop` is requested first.
    [[nodiscard]] std::optional<T> take(std::stop_token stop) {
        std::unique_lock lock(m_mutex);
        if (!m_arrived.wait(lock, stop, [this] { return m_letter.has_value(); }) || stop.stop_requested())
            return std::nullopt;
        return std::exchange(m_letter, std::nullopt);
    }

    /// Waits for nothing.
    [[nodiscard]] std::optional<T> takeNow() {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_letter, std::nullopt);
    }

    [[nodiscard]] bool isEmpty() {
        const std::lock_guard lock(m_mutex);
        return !m_letter;
    }

private:
    std::mutex m_mutex;
    std::condition_variable_any m_arrived;
    std::optional<T> m_letter;
};

} // namespace segue::workers
