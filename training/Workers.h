#pragma once

#include "core/base/FunctionRef.h"

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace segue::training {

/// Threads that do the parts of a training step side by side. The one who calls is the first of them. They sleep
/// between their tasks, which take milliseconds. Thread: one at a time.
class Workers {
public:
    /// With `count` - 1 threads of its own. `begin` is called once on each of these. Requires: 1 at least.
    explicit Workers(
        int count, std::function<void()> begin = [] {});
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    [[nodiscard]] int count() const { return static_cast<int>(m_threads.size()) + 1; }

    using Task = FunctionRef<void(int part)>;
    /// task(0) to task(parts - 1), each once, part p by worker p modulo count(); returns when all are done. What tasks
    /// throw is thrown here: of several the one of the lowest worker.
    void run(int parts, Task task);

private:
    void workAs(int worker);
    void live(int worker);

    std::mutex m_mutex;
    std::condition_variable m_begun;
    std::condition_variable m_ended;
    int m_job = 0; // its number
    int m_parts = 0;
    Task m_task;
    int m_undone = 0; // threads that are still at it
    bool m_isOver = false;
    std::vector<std::exception_ptr> m_thrown; // by each worker
    std::vector<std::jthread> m_threads; // last: they use what stands above
};

/// Cores that this process may run on, threads of one core counted once. At least 1.
[[nodiscard]] int physicalCores();

} // namespace segue::training
