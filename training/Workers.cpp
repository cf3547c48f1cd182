#include "training/Workers.h"

#include <algorithm>
#include <cassert>
#include <fstream>
#include <set>
#include <string>

#if defined(__linux__)
#include <sched.h>
#endif

namespace segue::training {

Workers::Workers(int count, std::function<void()> begin) : m_thrown(static_cast<std::size_t>(count)) {
    assert(count > 0);
    for (int worker = 1; worker < count; ++worker)
        m_threads.emplace_back([this, worker, begin] {
            begin();
            live(worker);
        });
}

Workers::~Workers() {
    {
        const std::lock_guard lock(m_mutex);
        m_isOver = true;
    }
    m_begun.notify_all();
}

void Workers::run(int parts, Task task) {
    {
        const std::lock_guard lock(m_mutex);
        m_parts = parts;
        m_task = task;
        m_undone = count() - 1;
        ++m_job;
        std::ranges::fill(m_thrown, nullptr);
    }
    m_begun.notify_all();
    workAs(0);
    std::unique_lock lock(m_mutex);
    m_ended.wait(lock, [this] { return m_undone == 0; });
    for (const std::exception_ptr& thrown : m_thrown)
        if (thrown)
            std::rethrow_exception(thrown);
}

void Workers::workAs(int worker) {
    try {
        for (int part = worker; part < m_parts; part += count())
            m_task(part);
    } catch (...) {
        m_thrown[static_cast<std::size_t>(worker)] = std::current_exception();
    }
}

void Workers::live(int worker) {
    int done = 0;
    std::unique_lock lock(m_mutex);
    while (true) {
        m_begun.wait(lock, [&] { return m_isOver || m_job != done; });
        if (m_isOver)
            return;
        done = m_job;
        lock.unlock();
        workAs(worker);
        lock.lock();
        if (--m_undone == 0)
            m_ended.notify_one();
    }
}

int physicalCores() {
#if defined(__linux__)
    cpu_set_t allowed;
    if (::sched_getaffinity(0, sizeof allowed, &allowed) == 0) {
        std::set<std::string> cores; // by the threads that share each
        for (std::size_t cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
            if (!CPU_ISSET(cpu, &allowed))
                continue;
            std::ifstream file("/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/thread_siblings_list");
            std::string siblings;
            cores.insert(std::getline(file, siblings) ? siblings : "processor " + std::to_string(cpu));
        }
        return std::max(1, static_cast<int>(cores.size()));
    }
#endif
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

} // namespace segue::training
