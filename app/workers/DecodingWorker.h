#pragma once

#include "app/workers/Mailbox.h"
#include "app/workers/Place.h"
#include "core/decoder/LiveModel.h"

#include <QObject>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <thread>

namespace segue::workers {

/// What to decode. A request carries the model that it is meant for, so that swapping models needs no hand-over.
struct DecodeRequest {
    std::shared_ptr<const decoder::LiveModel> model;
    Place place;
    music::Pattern told; ///< see instrument::toldOr
    decoder::DecodeOptions options;
};

struct Decoded {
    std::uint64_t id = 0; ///< of the request
    music::Pattern pattern;
    std::vector<float> probabilities; ///< of the decoder's columns, as decoder::DecodedPattern has them
    LatentVector z;
    std::chrono::microseconds took{0};
};

/// Decodes the newest place asked for, on its own thread, so that a drag never waits and never queues work.
///
/// Ids rise with every request. A result is delivered unless a newer one was delivered before it or forget() was
/// called after its request: a drag that outruns the decoder still hears every pattern that was finished.
/// Thread: UI, which gets decoded() and failed() as queued calls. The destructor ends the thread; it waits for at most
/// the one pattern that is being decoded.
class DecodingWorker : public QObject {
    Q_OBJECT

public:
    /// How a request becomes a pattern and its latent vector. Runs on the worker; what it throws is reported.
    using Decode = std::function<Decoded(const DecodeRequest&)>;

    explicit DecodingWorker(QObject* parent = nullptr);
    /// With another way of decoding, for tests.
    explicit DecodingWorker(Decode decode, QObject* parent = nullptr);
    ~DecodingWorker() override;

    /// Replaces a request that was not begun. Returns its id.
    std::uint64_t request(DecodeRequest request);
    /// No result of the requests so far will be delivered.
    void forget() { m_lastDelivered = m_lastId; }
    /// Ends the thread; later requests are not answered.
    void stop();

Q_SIGNALS:
    void decoded(const segue::workers::Decoded& result);
    /// A sentence for the user.
    void failed(const QString& message);

private:
    struct Letter {
        std::uint64_t id = 0;
        DecodeRequest request;
    };

    void run(const std::stop_token& stop);
    void deliver(const Decoded& result);

    Decode m_decode;
    Mailbox<Letter> m_mailbox;
    std::uint64_t m_lastId = 0;
    std::uint64_t m_lastDelivered = 0;
    std::jthread m_thread; // last: it uses what stands above
};

/// The real way of decoding: one model's scratch memory, made anew when a request brings another model.
[[nodiscard]] DecodingWorker::Decode liveDecode();

} // namespace segue::workers
