#pragma once

#include "core/base/Result.h"
#include "core/playback/LoopPattern.h"
#include "core/playback/MidiSink.h"
#include "core/playback/TransportStatus.h"

#include <memory>

namespace segue::playback {

/// The transport: a loop, played in time from a thread of its own to any number of outputs up to kMaxSinks. Everything
/// here is a message to that thread, or from it; nothing waits for it.
///
/// A pattern published takes effect at the next step. Outputs come and go while it plays, and one that refuses messages
/// is reported in the status while the others play on. Destruction ends every note, then the thread, then the outputs.
///
/// Thread: UI (the one that made it), all of it but publish().
class Player {
public:
    explicit Player(Bpm tempo = Bpm(120.0));
    ~Player();
    Player(const Player&) = delete;
    Player& operator=(const Player&) = delete;

    static constexpr Bpm kSlowest{10.0};
    static constexpr Bpm kFastest{1000.0};

    // Each is false, and nothing happens, in the rare case that the scheduler has 256 commands still to do.
    [[nodiscard]] bool play();
    [[nodiscard]] bool stop();
    /// Silence, whatever the reason of the noise: stops, and tells all channels of all outputs to be quiet.
    [[nodiscard]] bool panic();
    /// Held within [kSlowest, kFastest].
    [[nodiscard]] bool setTempo(Bpm tempo);

    /// The pattern to play from now on. Returns the id it was given, by which status() will tell that it sounds; ids
    /// rise. Thread: any, so that a new pattern need not wait for a busy window. Who publishes may wait for another who
    /// does, for as long as copying a pattern takes; the scheduler waits for nobody.
    std::uint64_t publish(const LoopPattern& pattern);

    /// Plays to this output as well. It stays ours until removeSink() or our end.
    /// Errors: Unsupported (kMaxSinks are open), DeviceUnavailable (the scheduler does not listen).
    [[nodiscard]] Result<SinkId> addSink(std::unique_ptr<MidiSink> sink);
    /// Ends the notes that sound there. The output is destroyed by a later status(), once the scheduler has let go.
    /// Errors: NotFound, DeviceUnavailable as above.
    [[nodiscard]] Status removeSink(SinkId id);
    /// Requires: id is open.
    [[nodiscard]] std::string sinkName(SinkId id) const;

    /// The newest there is. Cheap: for polling at display rate. Valid until the next call.
    [[nodiscard]] const TransportStatus& status();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace segue::playback
