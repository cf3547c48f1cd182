#include "app/workers/DecodingWorker.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <semaphore>
#include <stdexcept>
#include <thread>

using namespace segue;
using namespace segue::workers;

namespace {

DecodeRequest at(float x) {
    return {nullptr, LatentVector{x}, {}, {}};
}

Decoded at(const DecodeRequest& request) {
    Decoded result;
    result.z = latentVectorOf(request.place);
    return result;
}

/// Answers a request with the latent vector that it asks for, after `gate` let it through.
struct GatedDecode {
    std::counting_semaphore<1000> gate{0};
    std::atomic<int> begun = 0;

    [[nodiscard]] DecodingWorker::Decode function() {
        return [this](const DecodeRequest& request, const DecodeContext& context) {
            ++begun;
            gate.acquire();
            context.hear(at(request));
        };
    }
};

/// Answers in four parts, each after `gate` let it through.
struct GatedParts {
    std::counting_semaphore<1000> gate{0};
    std::atomic<int> begun = 0;

    [[nodiscard]] DecodingWorker::Decode function() {
        return [this](const DecodeRequest& request, const DecodeContext& context) {
            ++begun;
            for (int part = 1; part <= 4 && !(part > 1 && context.isOvertaken()); ++part) {
                gate.acquire();
                Decoded result = at(request);
                result.arrived = static_cast<float>(part) / 4;
                context.hear(std::move(result));
            }
        };
    }
};

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
        QTRY_VERIFY(!spy.isEmpty() && delivered(spy).back() == 500);
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

    /// This thread is the window's, and does nothing but wait.
    void playingWaitsForNoWindow() {
        std::binary_semaphore isPlayed{0};
        std::thread::id player;
        DecodingWorker worker(
            [](const DecodeRequest& request, const DecodeContext& context) { context.hear(at(request)); },
            [&](const DecodeRequest&, const music::Pattern&) -> std::uint64_t {
                player = std::this_thread::get_id();
                isPlayed.release();
                return 7;
            });
        QSignalSpy spy(&worker, &DecodingWorker::decoded);
        worker.request(at(1));
        isPlayed.acquire();
        QVERIFY(player != std::this_thread::get_id());
        QCOMPARE(spy.size(), 0);
        QTRY_COMPARE(spy.size(), 1);
        QCOMPARE(spy.front().front().value<Decoded>().played, std::uint64_t(7));
    }

    void forgottenRequestsAreNotPlayed() {
        GatedDecode decode;
        std::vector<float> played; // written on the worker, read after its end
        DecodingWorker worker(decode.function(), [&](const DecodeRequest& request, const music::Pattern&) {
            played.push_back(latentVectorOf(request.place).front());
            return played.size();
        });
        QSignalSpy spy(&worker, &DecodingWorker::decoded);
        worker.request(at(1));
        QTRY_COMPARE(decode.begun.load(), 1);
        worker.forget();
        decode.gate.release(2);
        worker.request(at(2));
        QTRY_COMPARE(spy.size(), 1);
        worker.stop();
        QCOMPARE(played, std::vector<float>{2});
    }

    void aBusyWindowHearsEverythingAndSeesTheNewest() {
        constexpr int kDrag = 20;
        GatedDecode decode;
        std::counting_semaphore<kDrag> arePlayed{0};
        DecodingWorker worker(decode.function(), [&](const DecodeRequest&, const music::Pattern&) -> std::uint64_t {
            arePlayed.release();
            return 1;
        });
        QSignalSpy spy(&worker, &DecodingWorker::decoded);
        for (int i = 0; i < kDrag; ++i) {
            worker.request(at(static_cast<float>(i)));
            decode.gate.release();
            arePlayed.acquire();
        }
        QTRY_VERIFY(!spy.isEmpty() && delivered(spy).back() == kDrag - 1);
        QVERIFY(spy.size() <= 2); // the last one may come while the one before is being delivered
    }

    void aLongPatternComesPartByPart() {
        GatedParts decode;
        DecodingWorker worker(decode.function());
        QSignalSpy parts(&worker, &DecodingWorker::partDecoded);
        QSignalSpy wholes(&worker, &DecodingWorker::decoded);
        const auto id = worker.request(at(1));
        for (int part = 1; part <= 3; ++part) {
            decode.gate.release();
            QTRY_COMPARE(parts.size(), part);
            const auto decoded = parts.back().front().value<Decoded>();
            QCOMPARE(decoded.id, id);
            QCOMPARE(decoded.arrived, static_cast<float>(part) / 4);
        }
        QCOMPARE(wholes.size(), 0);
        decode.gate.release();
        QTRY_COMPARE(wholes.size(), 1);
        QCOMPARE(parts.size(), 3);
    }

    void aNewerRequestEndsALongPatternBetweenItsParts() {
        GatedParts decode;
        DecodingWorker worker(decode.function());
        QSignalSpy parts(&worker, &DecodingWorker::partDecoded);
        QSignalSpy wholes(&worker, &DecodingWorker::decoded);
        worker.request(at(1));
        decode.gate.release();
        QTRY_COMPARE(delivered(parts), std::vector<float>{1});
        worker.request(at(2)); // while the second part is being decoded
        decode.gate.release();
        QTRY_COMPARE(decode.begun.load(), 2);
        QVERIFY(parts.back().front().value<Decoded>().arrived <= 0.5F); // neither a third nor a fourth
        decode.gate.release(4);
        QTRY_COMPARE(delivered(wholes), std::vector<float>{2});
    }

    void everyRequestThatWasBegunIsHeardInPart() {
        constexpr int kDrag = 5;
        GatedParts decode;
        std::vector<float> played; // written on the worker, read after its end
        DecodingWorker worker(decode.function(), [&](const DecodeRequest& request, const music::Pattern&) {
            played.push_back(latentVectorOf(request.place).front());
            return played.size();
        });
        QSignalSpy wholes(&worker, &DecodingWorker::decoded);
        worker.request(at(0));
        for (int i = 0; i < kDrag; ++i) {
            QTRY_COMPARE(decode.begun.load(), i + 1);
            if (i + 1 < kDrag)
                worker.request(at(static_cast<float>(i + 1))); // overtakes it before its first part is there
            decode.gate.release();
        }
        decode.gate.release(3);
        QTRY_COMPARE(delivered(wholes), std::vector<float>{kDrag - 1});
        worker.stop();
        for (int i = 0; i < kDrag; ++i)
            QVERIFY(std::ranges::find(played, static_cast<float>(i)) != played.end());
    }

    void whatIsForgottenIsNotDecodedToItsEnd() {
        GatedParts decode;
        DecodingWorker worker(decode.function());
        QSignalSpy parts(&worker, &DecodingWorker::partDecoded);
        QSignalSpy wholes(&worker, &DecodingWorker::decoded);
        worker.request(at(1));
        decode.gate.release();
        QTRY_COMPARE(parts.size(), 1);
        worker.forget();
        decode.gate.release(); // a second part, which ends it
        worker.request(at(2));
        QTRY_COMPARE(decode.begun.load(), 2);
        decode.gate.release(4);
        QTRY_COMPARE(delivered(wholes), std::vector<float>{2});
        QVERIFY(std::ranges::count(delivered(parts), 1.0F) == 1);
    }

    void anExceptionIsReportedAndTheWorkerLives() {
        DecodingWorker worker([](const DecodeRequest& request, const DecodeContext& context) {
            if (latentVectorOf(request.place).front() < 0)
                throw std::runtime_error("no such place");
            context.hear(at(request));
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
            DecodingWorker worker(
                [](const DecodeRequest& request, const DecodeContext& context) { context.hear(at(request)); });
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
