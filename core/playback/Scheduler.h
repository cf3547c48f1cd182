#pragma once

#include "core/playback/LoopPattern.h"
#include "core/playback/TransportStatus.h"

#include <array>
#include <optional>
#include <span>

namespace segue::playback {

/// A short message that is due, on its way out.
class EventReceiver {
public:
    EventReceiver() = default;
    EventReceiver(const EventReceiver&) = delete;
    EventReceiver& operator=(const EventReceiver&) = delete;
    virtual ~EventReceiver() = default;

    /// `due`: when it should sound, at or before the time given to the scheduler.
    virtual void receive(TimePoint due, std::span<const std::uint8_t> message) noexcept = 0;
};

/// What plays a loop, as pure logic in whatever time it is told: no thread, no clock, no device. Player runs it.
///
/// Positions count steps from where play began and never fold; step N plays the notes of a pattern whose nearest step
/// is N modulo its length. So a note that lies early before its step belongs to that step, over the loop's end too.
///
/// - Every step is played once, from one pattern: the newest at the moment the step begins. Until then those of its
///   notes that lie early sound from the newest pattern so far; when a newer one comes, what has sounded counts as
///   played, and early notes whose moment has passed sound at once.
/// - When a pattern takes over, what sounds from earlier steps is held on if it holds it, and otherwise ends. A channel
///   that has another program gets the pattern's.
/// - Every note-on has its note-off. m_sounding is the truth: a pitch is in it from its note-on to its note-off, and a
///   pitch that is struck again gets its note-off first.
/// - A tempo change keeps the position. Messages that are due together come note-offs first.
/// - Waking up late makes no burst: note-ons due more than kDropAfter ago are left out and counted, note-offs never.
///
/// Thread: any one (the scheduler's). Real-time safe: yes, all of it: no allocation, no lock, no exception.
class Scheduler {
public:
    Scheduler() noexcept { m_programs.fill(LoopPattern::kAnyProgram); }

    static constexpr std::chrono::milliseconds kLateAfter{5};
    static constexpr std::chrono::milliseconds kDropAfter{50};

    /// From the loop's beginning. While it plays: nothing.
    void play(TimePoint now) noexcept;
    /// Ends what sounds.
    void stop(TimePoint now, EventReceiver& out) noexcept;
    /// stop(), and on every channel All Sound Off and All Notes Off, for notes that we did not begin.
    void panic(TimePoint now, EventReceiver& out) noexcept;
    /// Requires: above 0.
    void setTempo(TimePoint now, Bpm tempo) noexcept;

    /// Sends what is due up to `now`, with `newest` the newest pattern there is. Requires: `now` never falls; a pattern
    /// with other content has another id.
    void advance(TimePoint now, const LoopPattern& newest, EventReceiver& out) noexcept;

    /// When advance() has something to do next, if nothing changes. None while stopped.
    [[nodiscard]] std::optional<TimePoint> nextWakeUp() const noexcept;

    /// A note-off for all that sounds, which sounds on: for an output that is taken away.
    void sendNoteOffs(TimePoint now, EventReceiver& out) const noexcept;
    /// The programs that the channels have by now: for an output that has just come.
    void sendPrograms(TimePoint now, EventReceiver& out) const noexcept;

    /// Its `sinks` and `sinkGeneration` are left to the Player.
    [[nodiscard]] const TransportStatus& status() const noexcept { return m_status; }

private:
    struct PendingNote {
        double position = 0.0; // of its note-on
        std::int64_t step = 0; // that it belongs to
        std::uint64_t patternId = 0;
        LoopNote note;
    };
    struct SoundingNote {
        std::uint16_t voice = 0; // channel * 128 + pitch
        double end = 0.0; // position of its note-off
        std::int64_t step = 0;
        std::uint64_t patternId = 0;
    };
    static constexpr std::size_t kVoices = 16 * 128;

    [[nodiscard]] double positionAt(TimePoint time) const noexcept;
    [[nodiscard]] TimePoint timeAt(double position) const noexcept;
    [[nodiscard]] double nextBoundary() const noexcept;
    [[nodiscard]] const SoundingNote* nextToEnd() const noexcept;

    void anchor(TimePoint now) noexcept;
    void updateSpeed() noexcept;
    void take(TimePoint now, const LoopPattern& newest) noexcept;
    void changeGrid(double position, const LoopPattern& newest) noexcept;
    void skipMissedSteps(TimePoint now, const LoopPattern& newest) noexcept;
    void forgetPendingOfOpenStep() noexcept;
    void planStep(double notBefore, const LoopPattern& newest) noexcept;
    void beginStep(const LoopPattern& newest, EventReceiver& out) noexcept;
    void changePrograms(TimePoint now, const LoopPattern& newest, EventReceiver& out) noexcept;
    void strike(TimePoint now, const PendingNote& pending, EventReceiver& out) noexcept;
    void end(std::size_t index, TimePoint due, EventReceiver& out) noexcept;
    void silence(TimePoint now, EventReceiver& out) noexcept;

    TransportStatus m_status;
    std::int32_t m_stepsPerBeat = 4;
    std::uint64_t m_newestId = 0; // of the pattern that the open step was planned from
    std::int64_t m_step = 0; // the open step: [m_step - 0.5, m_step + 0.5)
    bool m_stepHasBegun = false; // m_step's grid line has passed
    bool m_stepIsPlanned = false; // false only between play() and the first advance()
    std::array<PendingNote, 2 * LoopPattern::kCapacity> m_pending{}; // by position; of the open step and the one before
    std::size_t m_pendingCount = 0;
    std::array<std::uint16_t, kVoices> m_struck{}; // how often each voice was struck in the open step
    std::array<SoundingNote, kVoices> m_sounding{};
    std::array<std::uint8_t, LoopPattern::kChannels> m_programs; // that were sent last
};

} // namespace segue::playback
