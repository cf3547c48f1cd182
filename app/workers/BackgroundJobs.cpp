#include "app/workers/BackgroundJobs.h"

#include "core/playback/ThreadSetup.h"

#include <QMetaObject>

#include <algorithm>
#include <exception>
#include <string>

namespace segue::workers {

BackgroundJobs::BackgroundJobs(const char* threadName, QObject* parent)
    : QObject(parent), m_thread([this, threadName](const std::stop_token& stop) { live(threadName, stop); }) {}

BackgroundJobs::~BackgroundJobs() {
    stop();
}

void BackgroundJobs::stop() {
    m_thread.request_stop();
    for (auto& [id, waiting] : m_waiting)
        waiting.stop.request_stop();
    m_waiting.clear();
    if (m_thread.joinable())
        m_thread.join();
}

JobId BackgroundJobs::enqueue(Work work, Done done) {
    const JobId id = ++m_lastId;
    Job job{id, std::move(work), std::stop_source()};
    m_waiting.emplace(id, Waiting{std::move(done), job.stop});
    {
        const std::lock_guard lock(m_mutex);
        m_queue.push_back(std::move(job));
    }
    m_arrived.notify_one();
    return id;
}

void BackgroundJobs::cancel(JobId job) {
    const auto found = m_waiting.find(job);
    if (found == m_waiting.end())
        return;
    found->second.stop.request_stop();
    m_waiting.erase(found);
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_queue, [job](const Job& queued) { return queued.id == job; });
}

std::optional<BackgroundJobs::Job> BackgroundJobs::next(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    if (!m_arrived.wait(lock, stop, [this] { return !m_queue.empty(); }) || stop.stop_requested())
        return std::nullopt;
    Job job = std::move(m_queue.front());
    m_queue.pop_front();
    return job;
}

void BackgroundJobs::live(const char* name, const std::stop_token& stop) {
    playback::nameThisThread(name);
    try {
        run(stop);
    } catch (const std::exception& exception) {
        QMetaObject::invokeMethod(
            this, [this, why = QString::fromUtf8(exception.what())] { Q_EMIT died(why); }, Qt::QueuedConnection);
    }
}

void BackgroundJobs::run(const std::stop_token& stop) {
    while (auto job = next(stop)) {
        const JobId id = job->id;
        const JobContext context(job->stop.get_token(), [this, id](double fraction, const std::string& what) {
            QMetaObject::invokeMethod(
                this,
                [this, id, fraction, text = QString::fromStdString(what)] {
                    if (m_waiting.contains(id))
                        Q_EMIT progressed(id, fraction, text);
                },
                Qt::QueuedConnection);
        });
        auto result = job->work(context);
        QMetaObject::invokeMethod(
            this, [this, id, result = std::move(result)] { deliver(id, result); }, Qt::QueuedConnection);
    }
}

void BackgroundJobs::deliver(JobId id, const std::shared_ptr<void>& result) {
    const auto found = m_waiting.find(id);
    if (found == m_waiting.end())
        return;
    const Done done = std::move(found->second.done);
    m_waiting.erase(found);
    done(result);
}

} // namespace segue::workers
