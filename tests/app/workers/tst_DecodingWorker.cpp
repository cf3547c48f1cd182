#include "app/workers/DecodingWorker.h"

#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <semaphore>
#include <stdexcept>

using namespace segue;
using namespace segue::workers;

namespace {

/// Answers a request with the latent vector that it asks for, after `gate` let it through.
struct GatedDecode {
    std::counting_semaphore<1000> gate{0};
    std::atomic<int> begun = 0;

    [[nodiscard]] DecodingWorker::Decode function() {
        return [this](const DecodeRequest& request) {
            ++begun;
            gate.acquire();
            Decoded result;
            result.z = latentVectorOf(request.place);
            return result;
        };
    }
};

DecodeRequest at(float x) {
    return {nullptr, LatentVector{x}, {}, {}};
}

/// The first latent value of every result that was delivered.
std::vector<float> delivered(const QSignalSpy& spy) {
    std::vector<float> values;
    for (const auto& arguments : spy)
        values.push_back(arguments.front().value<Decoded>().z.front());
    return values;
}

} // namespace

class TestDecodingWorker : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void draggingNeverQueues() {
        GatedDecode decode;
        DecodingWorker worker(decode.function());
        QSignalSpy spy(&worker, &DecodingWorker::decoded);
        worker.request(at(0));
        QTRY_COMPARE(decode.begun.load(), 1);
        for (int i = 1; i <= 500; ++i)
            worker.request(at(static_cast<float>(i)));
        decode.gate.release(1000 - 1);
        QTRY_COMPARE(spy.size(), 2);
        QCOMPARE(delivered(spy), (std::vector<float>{0, 500}));
        QCOMPARE(decode.begun.load(), 2);
    }

    void aDragThatOutrunsTheDecoderHearsWhatWasFinished() {
        GatedDecode decode;
        DecodingWorker worker(decode.function());
        QSignalSpy spy(&worker, &DecodingWorker::decoded);
        worker.request(at(1));
        QTRY_COMPARE(decode.begun.load(), 1);
        worker.request(at(2)); // newer, and waiting
        decode.gate.release();
        QTRY_COMPARE(delivered(spy), (std::vector<float>{1}));
        decode.gate.release();
        QTRY_COMPARE(delivered(spy), (std::vector<float>{1, 2}));
    }

    void idsRiseAndComeBack() {
        GatedDecode decode;
        DecodingWorker worker(decode.function());
        QSignalSpy spy(&worker, &DecodingWorker::decoded);
        const auto first = worker.request(at(1));
        decode.gate.release();
        QTRY_COMPARE(spy.size(), 1);
        QCOMPARE(spy.front().front().value<Decoded>().id, first);
        QVERIFY(worker.request(at(2)) > first);
        decode.gate.release();
    }

    void forgottenRequestsAreNotDelivered() {
        GatedDecode decode;
        DecodingWorker worker(decode.function());
        QSignalSpy spy(&worker, &DecodingWorker::decoded);
        worker.request(at(1));
        QTRY_COMPARE(decode.begun.load(), 1);
        worker.forget();
        decode.gate.release(2);
        worker.request(at(2));
        QTRY_COMPARE(spy.size(), 1);
        QCOMPARE(delivered(spy), std::vector<float>{2});
    }

    void anExceptionIsReportedAndTheWorkerLives() {
        DecodingWorker worker([](const DecodeRequest& request) -> Decoded {
            if (latentVectorOf(request.place).front() < 0)
                throw std::runtime_error("no such place");
            Decoded result;
            result.z = latentVectorOf(request.place);
            return result;
        });
        QSignalSpy failures(&worker, &DecodingWorker::failed);
        QSignalSpy spy(&worker, &DecodingWorker::decoded);
        worker.request(at(-1));
        QTRY_COMPARE(failures.size(), 1);
        QVERIFY(failures.front().front().toString().contains(QStringLiteral("no such place")));
        worker.request(at(3));
        QTRY_COMPARE(spy.size(), 1);
    }

    void endsWhileRequestsRain() {
        for (int round = 0; round < 50; ++round) {
            DecodingWorker worker([](const DecodeRequest&) { return Decoded(); });
            for (int i = 0; i < 20; ++i)
                worker.request(at(0));
        }
    }

    void morphEndsAreExact() {
        const auto from = std::make_shared<const LatentVector>(LatentVector{1, 0.1F});
        const auto to = std::make_shared<const LatentVector>(LatentVector{-0.3F, 2});
        QCOMPARE(latentVectorOf(MorphPlace{from, to, 0}), *from);
        QCOMPARE(latentVectorOf(MorphPlace{from, to, 1}), *to);
    }
};

QTEST_GUILESS_MAIN(TestDecodingWorker)
#include "tst_DecodingWorker.moc"
