#pragma once

#include "core/playback/Scheduler.h"

#include <map>
#include <vector>

namespace segue::test {

using playback::TimePoint;

/// A message, when it was due, and what the clock said.
struct TimedMessage {
    TimePoint due;
    TimePoint sent;
    std::vector<std::uint8_t> bytes;

    [[nodiscard]] bool isNoteOn() const { return (bytes[0] & 0xF0) == 0x90; }
    [[nodiscard]] bool isNoteOff() const { return (bytes[0] & 0xF0) == 0x80; }
    [[nodiscard]] int voice() const { return (bytes[0] & 15) * 128 + bytes[1]; }
};

/// Runs a Scheduler as Player does, but in time that stands still until runTo() moves it: it wakes exactly when asked
/// to be woken.
class VirtualTime : public playback::EventReceiver {
public:
    void receive(TimePoint due, std::span<const std::uint8_t> message) noexcept override {
        messages.push_back({due, m_now, {message.begin(), message.end()}});
    }

    [[nodiscard]] TimePoint now() const { return m_now; }
    [[nodiscard]] static TimePoint at(double seconds) {
        return TimePoint() +
               std::chrono::round<playback::Clock::duration>(std::chrono::duration<double>(1000.0 + seconds));
    }
    [[nodiscard]] static double seconds(TimePoint time) {
        return std::chrono::duration<double>(time.time_since_epoch()).count() - 1000.0;
    }

    /// Takes effect at the next advance: call wake() for "at once".
    void publish(playback::LoopPattern next) {
        next.id = ++m_lastId;
        pattern = next;
    }
    void wake() { scheduler.advance(m_now, pattern, *this); }

    void runTo(double until) {
        while (const auto next = scheduler.nextWakeUp()) {
            if (*next > at(until))
                break;
            m_now = std::max(m_now, *next);
            wake();
        }
        m_now = at(until);
        wake();
    }
    /// The thread was not woken until now.
    void sleepThrough(double until) {
        m_now = at(until);
        wake();
    }

    [[nodiscard]] std::vector<TimedMessage> noteOns() const {
        std::vector<TimedMessage> found;
        for (const TimedMessage& message : messages)
            if (message.isNoteOn())
                found.push_back(message);
        return found;
    }

    /// What a synthesizer would still be playing; -1 if a note-off came for a voice that was silent, or a note-on for
    /// one that was not.
    [[nodiscard]] int hanging() const {
        std::map<int, int> sounding;
        for (const TimedMessage& message : messages) {
            int& count = sounding[message.voice()];
            if (message.isNoteOn() && count++ != 0)
                return -1;
            if (message.isNoteOff() && count-- != 1)
                return -1;
        }
        int total = 0;
        for (const auto& [voice, count] : sounding)
            total += count;
        return total;
    }

    playback::Scheduler scheduler;
    playback::LoopPattern pattern;
    std::vector<TimedMessage> messages;

private:
    TimePoint m_now = at(0.0);
    std::uint64_t m_lastId = 0;
};

} // namespace segue::test
