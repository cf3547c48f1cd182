#pragma once

#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

namespace segue::devices {

/// The longest that a sound server may hold us up, where its library has no limit of its own. One that has to share
/// a busy machine with a learning model answers within a second.
inline constexpr std::chrono::milliseconds kServerDeadline{3000};

/// Runs `work` on a thread of its own and waits for what it returns, but not longer than `limit`. Then the answer is
/// nothing; the thread is left to end by itself, and its late result is destroyed there. So `work` must own all that
/// it touches. For calls into libraries that never return when a server hangs.
template <class Work>
[[nodiscard]] auto withinDeadline(std::chrono::milliseconds limit, Work work)
    -> std::optional<std::invoke_result_t<Work>> {
    using Answer = std::invoke_result_t<Work>;
    std::packaged_task<Answer()> task(std::move(work));
    std::future<Answer> answer = task.get_future();
    std::thread thread(std::move(task));
    if (answer.wait_for(limit) != std::future_status::ready) {
        thread.detach();
        return std::nullopt;
    }
    thread.join();
    return answer.get();
}

} // namespace segue::devices
