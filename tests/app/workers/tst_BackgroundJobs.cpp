#include "app/workers/BackgroundJobs.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <atomic>
#include <semaphore>
#include <stdexcept>

using namespace segue;
using namespace segue::workers;

class TestBackgroundJobs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void worksElsewhereAndAnswersHere() {
        BackgroundJobs jobs("test-jobs");
        QThread* worked = nullptr;
        QThread* answered = nullptr;
        int answer = 0;
        jobs.start<int>(
            this,
            [&](const JobContext&) -> Result<int> {
                worked = QThread::currentThread();
                return 42;
            },
            [&](Result<int> result) {
                answered = QThread::currentThread();
                answer = result.value_or(-1);
            });
        QVERIFY(jobs.isBusy());
        QTRY_COMPARE(answer, 42);
        QVERIFY(worked != QThread::currentThread());
        QCOMPARE(answered, QThread::currentThread());
        QVERIFY(!jobs.isBusy());
    }

    void jobsKeepTheirOrder() {
        BackgroundJobs jobs("test-jobs");
        std::vector<int> order;
        for (int i = 0; i < 20; ++i)
            jobs.start<int>(
                this, [i](const JobContext&) -> Result<int> { return i; },
                [&](Result<int> result) { order.push_back(*result); });
        QTRY_COMPARE(order.size(), std::size_t{20});
        QVERIFY(std::ranges::is_sorted(order));
    }

    void aCancelledJobEndsAndIsNotDelivered() {
        BackgroundJobs jobs("test-jobs");
        std::binary_semaphore begun{0};
        std::atomic<bool> ended = false;
        bool delivered = false;
        const JobId id = jobs.start<int>(
            this,
            [&](const JobContext& job) -> Result<int> {
                begun.release();
                while (!job.cancelled())
                    std::this_thread::yield();
                ended = true;
                return fail(ErrorCode::Cancelled, "cancelled");
            },
            [&](Result<int>) { delivered = true; });
        begun.acquire();
        jobs.cancel(id);
        bool next = false;
        jobs.start<int>(
            this, [](const JobContext&) -> Result<int> { return 1; }, [&](Result<int>) { next = true; });
        QTRY_VERIFY(next);
        QVERIFY(ended);
        QVERIFY(!delivered);
    }

    void aJobThatWaitsCanBeCancelled() {
        BackgroundJobs jobs("test-jobs");
        std::binary_semaphore gate{0};
        std::atomic<bool> ran = false;
        bool first = false;
        jobs.start<int>(
            this,
            [&](const JobContext&) -> Result<int> {
                gate.acquire();
                return 1;
            },
            [&](Result<int>) { first = true; });
        jobs.cancel(jobs.start<int>(
            this,
            [&](const JobContext&) -> Result<int> {
                ran = true;
                return 2;
            },
            [](Result<int>) {}));
        gate.release();
        QTRY_VERIFY(first);
        QVERIFY(!jobs.isBusy());
        QVERIFY(!ran);
    }

    void progressIsTold() {
        BackgroundJobs jobs("test-jobs");
        QSignalSpy spy(&jobs, &BackgroundJobs::progressed);
        bool done = false;
        const JobId id = jobs.start<int>(
            this,
            [](const JobContext& job) -> Result<int> {
                job.report(0.25, "a quarter");
                return 0;
            },
            [&](Result<int>) { done = true; });
        QTRY_VERIFY(done);
        QCOMPARE(spy.size(), 1);
        QCOMPARE(spy.front().at(0).value<JobId>(), id);
        QCOMPARE(spy.front().at(1).toDouble(), 0.25);
        QCOMPARE(spy.front().at(2).toString(), QStringLiteral("a quarter"));
    }

    void anExceptionBecomesAnError() {
        BackgroundJobs jobs("test-jobs");
        std::optional<Error> error;
        jobs.start<int>(
            this, [](const JobContext&) -> Result<int> { throw std::runtime_error("broken"); },
            [&](Result<int> result) { error = result.error(); });
        QTRY_VERIFY(error.has_value());
        QVERIFY(error->code() == ErrorCode::Internal);
        QCOMPARE(error->message(), std::string("broken"));
    }

    void aResultForNobodyIsDropped() {
        BackgroundJobs jobs("test-jobs");
        std::binary_semaphore gate{0};
        bool delivered = false;
        {
            QObject listener;
            jobs.start<int>(
                &listener,
                [&](const JobContext&) -> Result<int> {
                    gate.acquire();
                    return 1;
                },
                [&](Result<int>) { delivered = true; });
        }
        gate.release();
        QTRY_VERIFY(!jobs.isBusy());
        QVERIFY(!delivered);
    }

    void stopEndsTheRunningJob() {
        std::binary_semaphore begun{0};
        BackgroundJobs jobs("test-jobs");
        jobs.start<int>(
            this,
            [&](const JobContext& job) -> Result<int> {
                begun.release();
                while (!job.cancelled())
                    std::this_thread::yield();
                return 0;
            },
            [](Result<int>) {});
        begun.acquire();
        jobs.stop();
        QVERIFY(!jobs.isBusy());
    }
};

QTEST_GUILESS_MAIN(TestBackgroundJobs)
#include "tst_BackgroundJobs.moc"
