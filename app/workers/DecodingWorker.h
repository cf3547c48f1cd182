#pragma once

#include "app/workers/Mailbox.h"
#include "app/workers/Place.h"
#include "core/decoder/LiveModel.h"
#include "core/playback/Player.h"

#include <QObject>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace segue::workers {

/// What to decode. A request carries the model that it is meant for, so that swapping models needs no hand-over.
struct DecodeRequest {
    std::shared_ptr<const decoder::LiveModel> model;
    Place place;
    music::Pattern told; ///< see instrument::toldOr
    decoder::DecodeOptions options;
    int threads = 1; ///< that share the decoding
};

struct Decoded {
    std::uint64_t id = 0; ///< of the request
    music::Pattern pattern;
    float arrived = 1; ///< how much of it was decoded, (0, 1]; the rest is as it was before
    std::vector<float> probabilities; ///< of the decoder's columns, as decoder::DecodedPattern has them
    LatentVector z;
    std::chrono::microseconds took{0}; ///< since the request was begun
    std::uint64_t played = 0; ///< the id that the player gave it; 0 if nobody plays what this worker decodes
    playback::TimePoint playedAt{}; ///< when the player had it

    [[nodiscard]] bool isWhole() const { return arrived >= 1; }
};

/// What a decoding may ask and tell while it runs. Thread: the worker.
class DecodeContext {
public:
    DecodeContext(std::function<bool()> isOvertaken, std::function<void(Decoded)> hear)
        : m_isOvertaken(std::move(isOvertaken)), m_hear(std::move(hear)) {}

    /// A newer request waits, or nobody waits for this one any more: what is left of it is for nothing.
    [[nodiscard]] bool isOvertaken() const { return m_isOvertaken(); }
    /// The pattern, or the pattern so far. `id`, `took`, `played` and `playedAt` need not be set.
    void hear(Decoded decoded) const { m_hear(std::move(decoded)); }

private:
    std::function<bool()> m_isOvertaken;
    std::function<void(Decoded)> m_hear;
};

/// Decodes the newest place asked for, on its own thread, so that a drag never waits and never queues work, and hands
/// the pattern to the player from there, so that what is heard never waits for what is drawn.
///
/// Ids rise with every request. A result is played, and then delivered, unless forget() was called after its request: a
/// drag that outruns the decoder still hears every pattern that was finished, and of long ones, which come in parts,
/// the first part at least. A window that is busy gets the newest one. Thread: UI, which gets its signals as queued
/// calls. The destructor ends the thread; it waits for at most the one part that is being decoded.
class DecodingWorker : public QObject {
    Q_OBJECT

public:
    /// How a request becomes a pattern and its latent vector: heard part by part, the whole at last unless it was
    /// overtaken. Runs on the worker; what it throws is reported.
    using Decode = std::function<void(const DecodeRequest&, const DecodeContext&)>;
    /// Gives a pattern to the player and returns the id that it got. Runs on the worker.
    using Play = std::function<std::uint64_t(const DecodeRequest&, const music::Pattern&)>;

    /// `play` may be empty.
    explicit DecodingWorker(Decode decode, Play play = {}, QObject* parent = nullptr);
    ~DecodingWorker() override;

    /// Replaces a request that was not begun. Returns its id.
    std::uint64_t request(DecodeRequest request);
    /// No result of the requests so far will be delivered, nor played from now on.
    void forget();
    /// Ends the thread; later requests are not answered.
    void stop();

Q_SIGNALS:
    void decoded(const segue::workers::Decoded& result);
    /// A pattern that is not whole yet; the next part or decoded() follows, unless something newer does.
    void partDecoded(const segue::workers::Decoded& result);
    /// A sentence for the user.
    void failed(const QString& message);

private:
    struct Letter {
        std::uint64_t id = 0;
        DecodeRequest request;
    };

    void run(const std::stop_token& stop);
    void answer(const Letter& letter, const std::stop_token& stop);
    [[nodiscard]] bool isForgotten(const Letter& letter);
    /// False if it was forgotten.
    [[nodiscard]] bool play(const Letter& letter, Decoded& result);
    void post(Decoded result);
    void deliver();

    Decode m_decode;
    Play m_play;
    Mailbox<Letter> m_requests;
    Mailbox<Decoded> m_results;
    std::uint64_t m_lastId = 0; // UI thread only
    std::mutex m_playing; // held while a result is given to the player
    std::uint64_t m_forgotten = 0; // guarded by m_playing: requests up to this one
    std::jthread m_thread; // last: it uses what stands above
};

/// The real way of decoding: one model's scratch memory, made anew when a request brings another model.
[[nodiscard]] DecodingWorker::Decode liveDecode();
/// The real way of playing. `player` outlives the worker.
[[nodiscard]] DecodingWorker::Play playedBy(playback::Player& player);

} // namespace segue::workers
