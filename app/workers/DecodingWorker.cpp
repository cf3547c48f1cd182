#include "app/workers/DecodingWorker.h"

#include "app/instrument/Told.h"
#include "core/playback/ThreadSetup.h"

#include <QMetaObject>

#include <exception>
#include <utility>

namespace segue::workers {

DecodingWorker::DecodingWorker(QObject* parent) : DecodingWorker(liveDecode(), parent) {}

DecodingWorker::DecodingWorker(Decode decode, QObject* parent)
    : QObject(parent), m_decode(std::move(decode)), m_thread([this](const std::stop_token& stop) { run(stop); }) {}

DecodingWorker::~DecodingWorker() {
    stop();
}

void DecodingWorker::stop() {
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

std::uint64_t DecodingWorker::request(DecodeRequest request) {
    m_mailbox.put({++m_lastId, std::move(request)});
    return m_lastId;
}

void DecodingWorker::run(const std::stop_token& stop) {
    playback::nameThisThread("segue-decoding");
    while (auto letter = m_mailbox.take(stop)) {
        try {
            const auto begin = std::chrono::steady_clock::now();
            Decoded result = m_decode(letter->request);
            result.id = letter->id;
            result.took =
                std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
            QMetaObject::invokeMethod(
                this, [this, delivered = std::move(result)] { deliver(delivered); }, Qt::QueuedConnection);
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

void DecodingWorker::deliver(const Decoded& result) {
    if (result.id <= m_lastDelivered)
        return;
    m_lastDelivered = result.id;
    Q_EMIT decoded(result);
}

DecodingWorker::Decode liveDecode() {
    struct State {
        std::shared_ptr<const decoder::LiveModel> model;
        decoder::LiveModel::WorkspacePointer workspace;
    };
    return [state = std::make_shared<State>()](const DecodeRequest& request) {
        if (state->model != request.model) {
            state->workspace = request.model->makeWorkspace();
            state->model = request.model;
        }
        Decoded result;
        result.z = latentVectorOf(request.place);
        auto decoded = instrument::decode(*request.model, result.z, request.told, request.options, *state->workspace);
        result.pattern = std::move(decoded.pattern);
        result.probabilities = std::move(decoded.probabilities);
        return result;
    };
}

} // namespace segue::workers
