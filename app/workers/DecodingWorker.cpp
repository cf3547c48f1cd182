#include "app/workers/DecodingWorker.h"

#include "app/instrument/Decoding.h"
#include "core/playback/PatternLoop.h"
#include "core/playback/ThreadSetup.h"

#include <QMetaObject>

#include <exception>
#include <utility>

namespace segue::workers {

DecodingWorker::DecodingWorker(Decode decode, Play play, QObject* parent)
    : QObject(parent),
      m_decode(std::move(decode)),
      m_play(std::move(play)),
      m_thread([this](const std::stop_token& stop) { run(stop); }) {}

DecodingWorker::~DecodingWorker() {
    stop();
}

void DecodingWorker::stop() {
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

std::uint64_t DecodingWorker::request(DecodeRequest request) {
    m_requests.put({++m_lastId, std::move(request)});
    return m_lastId;
}

void DecodingWorker::forget() {
    const std::lock_guard lock(m_playing);
    m_forgotten = m_lastId;
}

void DecodingWorker::run(const std::stop_token& stop) {
    playback::nameThisThread("segue-decoding");
    while (const auto letter = m_requests.take(stop)) {
        try {
            answer(*letter, stop);
        } catch (const std::exception& exception) {
            QMetaObject::invokeMethod(
                this,
                [this, message = tr("The pattern could not be decoded: %1").arg(QString::fromUtf8(exception.what()))] {
                    Q_EMIT failed(message);
                },
                Qt::QueuedConnection);
        }
    }
}

void DecodingWorker::answer(const Letter& letter, const std::stop_token& stop) {
    const auto begin = std::chrono::steady_clock::now();
    const DecodeContext context([&] { return stop.stop_requested() || !m_requests.isEmpty() || isForgotten(letter); },
                                [&](Decoded result) {
                                    result.id = letter.id;
                                    result.took = std::chrono::duration_cast<std::chrono::microseconds>(
                                        std::chrono::steady_clock::now() - begin);
                                    if (play(letter, result))
                                        post(std::move(result));
                                });
    m_decode(letter.request, context);
}

bool DecodingWorker::isForgotten(const Letter& letter) {
    const std::lock_guard lock(m_playing);
    return letter.id <= m_forgotten;
}

void DecodingWorker::post(Decoded result) {
    const bool isUnderWay = m_results.put(std::move(result)); // one call fetches the newest
    if (!isUnderWay)
        QMetaObject::invokeMethod(this, &DecodingWorker::deliver, Qt::QueuedConnection);
}

bool DecodingWorker::play(const Letter& letter, Decoded& result) {
    const std::lock_guard lock(m_playing);
    if (letter.id <= m_forgotten)
        return false;
    if (m_play)
        result.played = m_play(letter.request, result.pattern);
    result.playedAt = playback::Clock::now();
    return true;
}

void DecodingWorker::deliver() {
    const auto result = m_results.takeNow();
    if (!result || result->id <= m_forgotten) // which only this thread changes
        return;
    if (result->isWhole())
        Q_EMIT decoded(*result);
    else
        Q_EMIT partDecoded(*result);
}

DecodingWorker::Decode liveDecode() {
    return [window = std::shared_ptr<instrument::GrowingWindow>()](const DecodeRequest& request,
                                                                   const DecodeContext& context) mutable {
        if (!window || window->model() != request.model || window->threads() != request.threads)
            window = std::make_shared<instrument::GrowingWindow>(request.model, request.threads);
        const LatentVector z = latentVectorOf(request.place);
        const auto isOvertaken = [&] { return context.isOvertaken(); };
        window->decode(z, request.told, request.options, isOvertaken,
                       [&](decoder::DecodedPattern decoded, float arrived) {
                           Decoded part;
                           part.pattern = std::move(decoded.pattern);
                           part.arrived = arrived;
                           part.probabilities = std::move(decoded.probabilities);
                           part.z = z;
                           context.hear(std::move(part));
                       });
    };
}

DecodingWorker::Play playedBy(playback::Player& player) {
    return [&player](const DecodeRequest& request, const music::Pattern& pattern) {
        return player.publish(playback::patternLoop(pattern, request.model->codec()));
    };
}

} // namespace segue::workers
