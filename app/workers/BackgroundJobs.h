#pragma once

#include "core/base/Result.h"

#include <QObject>
#include <QPointer>

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

namespace segue::workers {

using JobId = std::uint64_t;

/// What a job may ask and tell while it runs. Thread: the job's.
class JobContext {
public:
    JobContext(std::stop_token stop, std::function<void(double, std::string)> report)
        : m_stop(std::move(stop)), m_report(std::move(report)) {}

    /// Long jobs look at this often and then return an Error of code Cancelled, which nobody will see.
    [[nodiscard]] bool cancelled() const { return m_stop.stop_requested(); }
    [[nodiscard]] std::stop_token stopToken() const { return m_stop; }
    /// `fraction` in [0, 1]; `what` is being done, for the status bar.
    void report(double fraction, std::string what) const { m_report(fraction, std::move(what)); }

private:
    std::stop_token m_stop;
    std::function<void(double, std::string)> m_report;
};

/// Work that takes longer than a frame, done one after the other on one thread: reading and encoding files, strips of
/// patterns, thumbnails, maps. Each job's result comes back on the UI thread, once; a cancelled job's never.
/// Thread: UI. Exceptions of a job become an Error of its result.
class BackgroundJobs : public QObject {
    Q_OBJECT

public:
    /// `threadName`: at most 15 characters, a literal.
    explicit BackgroundJobs(const char* threadName, QObject* parent = nullptr);
    ~BackgroundJobs() override;

    /// Runs `work` on the thread, then `done` on the UI thread unless the job was cancelled or `context` is gone.
    template <class T>
    JobId start(QObject* context, std::function<Result<T>(const JobContext&)> work,
                std::function<void(Result<T>)> done) {
        return enqueue(
            [work = std::move(work)](const JobContext& job) -> std::shared_ptr<void> {
                return std::make_shared<Result<T>>(guarded<T>(work, job));
            },
            [context = QPointer<QObject>(context), done = std::move(done)](const std::shared_ptr<void>& result) {
                if (context)
                    done(std::move(*std::static_pointer_cast<Result<T>>(result)));
            });
    }

    /// The job ends as soon as it looks; its result is not delivered. Unknown ids are fine.
    void cancel(JobId job);
    [[nodiscard]] bool isBusy() const { return !m_waiting.empty(); }
    /// Cancels everything and ends the thread. Takes as long as the running job needs to look at its context.
    void stop();

Q_SIGNALS:
    void progressed(segue::workers::JobId job, double fraction, const QString& what);
    /// The thread ended for a reason that no job is to blame for; nothing will be done any more.
    void died(const QString& message);

private:
    using Work = std::function<std::shared_ptr<void>(const JobContext&)>;
    using Done = std::function<void(const std::shared_ptr<void>&)>;

    struct Job {
        JobId id = 0;
        Work work;
        std::stop_source stop;
    };
    struct Waiting {
        Done done;
        std::stop_source stop;
    };

    template <class T>
    static Result<T> guarded(const std::function<Result<T>(const JobContext&)>& work, const JobContext& job) {
        try {
            return work(job);
        } catch (const std::bad_alloc&) {
            return fail(ErrorCode::OutOfMemory, "There is not enough memory for this");
        } catch (const std::exception& exception) {
            return fail(ErrorCode::Internal, exception.what());
        }
    }

    JobId enqueue(Work work, Done done);
    void live(const char* name, const std::stop_token& stop);
    void run(const std::stop_token& stop);
    [[nodiscard]] std::optional<Job> next(const std::stop_token& stop);
    void deliver(JobId id, const std::shared_ptr<void>& result);

    JobId m_lastId = 0;
    std::map<JobId, Waiting> m_waiting; // UI thread only
    std::mutex m_mutex;
    std::condition_variable_any m_arrived;
    std::deque<Job> m_queue; // guarded by m_mutex
    std::jthread m_thread; // last: it uses what stands above
};

} // namespace segue::workers
